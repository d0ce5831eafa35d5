/// Names of exports that were made before names were compared in one form of Unicode.
#pragma once

#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse::transfer {

/// Gives each e-mail address that is not ASCII the key of its form, and each such user name its
/// form, unless another record has that: the oldest keeps it.
void bring_names_into_form(Transaction& tx, const TextForms& forms);

}  // namespace gatehouse::transfer

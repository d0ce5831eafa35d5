/// Names in exports from before names were compared in one form of Unicode.
#pragma once

#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse::transfer {

/// Sets the key of each e-mail address that is not ASCII to its normalised form, and each such user
/// name to its normalised form. On a collision, only the oldest record gets the form.
void bring_names_into_form(Transaction& tx, const TextForms& forms);

}  // namespace gatehouse::transfer

/// The ninth schema: names are compared in one form of Unicode (see ports/text_forms.hpp).
#pragma once

#include <gatehouse/ports/text_forms.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

/// Gives each e-mail address that is not ASCII the key of its form, and each such user name its
/// form. When two have the same, one keeps it: the one that had it before, or else the older. The
/// other one stays as it is: an address is its own key then, so that it is found by the very octets
/// of it. The program's `doctor` names these.
void bring_names_into_form(Connection& connection, const TextForms* forms);

}  // namespace gatehouse::sql

/// Schema 9: names are compared in one form of Unicode (see ports/text_forms.hpp).
#pragma once

#include <gatehouse/ports/text_forms.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

/// Sets the key of each e-mail address that is not ASCII to its normalised form, and each such user
/// name to its normalised form. When two records collide, the record that had the form before gets
/// it, or else the older one. The other record is unchanged: its address is its own key, so that it
/// is found only by exactly these octets. `gatehouse doctor` lists such records.
void bring_names_into_form(Connection& connection, const TextForms* forms);

}  // namespace gatehouse::sql

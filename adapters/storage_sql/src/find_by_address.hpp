/// [ST-246] for every table with e-mail addresses.
#pragma once

#include <gatehouse/model/email.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

/// `by_key` finds by `email_key`. A row whose key is the address itself comes first.
template <class FindByKey, class FromRow>
auto find_by_address(FindByKey& by_key, FromRow from_row, const Email& email) {
  auto found = by_key.one(from_row, email.is_ascii() ? email.key() : email.text());
  if (found || email.is_ascii() || email.key() == email.text()) return found;
  return by_key.one(from_row, email.key());
}

}  // namespace gatehouse::sql

/// [ST-246] for every table with e-mail addresses.
#pragma once

#include <gatehouse/model/email.hpp>

namespace gatehouse::sql {

/// `by_key` looks up by `email_key`. A row whose key is the address itself takes precedence.
template <class FindByKey>
auto find_by_address(const FindByKey& by_key, const Email& email) {
  auto found = by_key.one(email.is_ascii() ? email.key() : email.text());
  if (found || email.is_ascii() || email.key() == email.text()) return found;
  return by_key.one(email.key());
}

}  // namespace gatehouse::sql

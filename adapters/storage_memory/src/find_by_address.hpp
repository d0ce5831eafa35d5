/// [ST-246] for every table with e-mail addresses.
#pragma once

#include <gatehouse/model/email.hpp>

namespace gatehouse::memory {

/// Returns the record whose key is the address itself, or else the one with the key of the address,
/// or null. `by_email` is a view by Email::key().
template <class View>
auto find_by_address(const View& by_email, const Email& email) {
  const auto* found = email.is_ascii() ? nullptr : by_email.find(email.text());
  return found == nullptr ? by_email.find(email.key()) : found;
}

}  // namespace gatehouse::memory

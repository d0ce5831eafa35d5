/// Lookups by e-mail address, which all tables with addresses do alike (see [ST-246]).
#pragma once

#include <string>

#include <gatehouse/kernel/tables.hpp>

namespace gatehouse::kernel {

/// A part of a key: the key of an address.
template <class Record>
[[nodiscard]] const std::string& email_key(const Record& record) noexcept {
  return record.email.key();
}

/// Finds the record whose key is the address itself, or else the one with the key of the address.
template <class Engine, class Record>
[[nodiscard]] auto find_by_address(const Rows<Engine, Record>& rows, const Email& email) {
  using Address = typename Indexes<Record>::Address;
  if (!email.is_ascii()) {
    if (auto found = rows.find(Address{}, email.text())) return found;
  }
  return rows.find(Address{}, email.key());
}

}  // namespace gatehouse::kernel

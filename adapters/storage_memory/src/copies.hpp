#pragma once

#include <optional>

namespace gatehouse::memory {

/// Returns a copy of the record: the storage returns no references.
template <class Record>
std::optional<Record> copied(const Record* record) {
  if (record == nullptr) return std::nullopt;
  return *record;
}

}  // namespace gatehouse::memory

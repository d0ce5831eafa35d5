#pragma once

#include <optional>

namespace gatehouse::memory {

/// What leaves the storage is a copy.
template <class Record>
std::optional<Record> copied(const Record* record) {
  if (record == nullptr) return std::nullopt;
  return *record;
}

}  // namespace gatehouse::memory

#pragma once

#include <gatehouse/ports/storage/erased.hpp>
#include <gatehouse/ports/storage/erasure_records.hpp>

#include "copies.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto erasure_key(const Erasure& erasure) noexcept {
  const ErasureKey& key = erasure.key;
  return std::tie(key.account, key.kind, key.scope, key.name);
}

class Erasures final : public ErasureRecords {
 public:
  explicit Erasures(UndoLog& log) noexcept : erasures_(log) {}

  void note(const Erasure& erasure) override;
  std::optional<Erasure> find(const ErasureKey& key) const override;
  std::vector<Erasure> list(std::size_t limit) const override;
  bool remove(const ErasureKey& key) override;

  /// Whether a pending erasure covers the record.
  template <class Record>
  bool covers(const Record& record) const {
    return erasures_.size() > 0 &&
           is_erased(record, [this](const ErasureKey& key) { return find(key); });
  }

 private:
  const Erasure* at(const ErasureKey& key) const;

  Table<Erasure, erasure_key> erasures_;
};

/// A copy of the record, unless it is missing or dead.
template <class Record>
std::optional<Record> living(const Record* record, const Erasures& erasures) {
  if (record == nullptr || erasures.covers(*record)) return std::nullopt;
  return copied(record);
}

}  // namespace gatehouse::memory

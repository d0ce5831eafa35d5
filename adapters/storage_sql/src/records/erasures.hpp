#pragma once

#include <gatehouse/ports/storage/erased.hpp>
#include <gatehouse/ports/storage/erasure_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include <string>

namespace gatehouse::sql {

class Erasures final : public ErasureRecords {
 public:
  explicit Erasures(Connection& connection);

  void note(const Erasure& erasure) override;
  std::optional<Erasure> find(const ErasureKey& key) const override;
  std::vector<Erasure> list(std::size_t limit) const override;
  bool remove(const ErasureKey& key) override;

  /// Whether a pending erasure covers the record.
  template <class Record>
  bool cover(const Record& record) const {
    return is_erased(record, [this](const ErasureKey& key) { return find(key); });
  }

 private:
  using Text = std::string;

  Statement<In<Text, Text, Text, Text, Text>> note_;
  mutable Statement<In<Text, Text, Text, Text>, Out<Text>> find_;
  mutable Statement<In<long long>, Out<Text, Text, Text, Text, Text>> list_;
  Statement<In<Text, Text, Text, Text>> remove_;
};

}  // namespace gatehouse::sql

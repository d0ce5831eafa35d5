/// The list of erasures on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/erasure_records.hpp>

namespace gatehouse::kernel {

template <class Engine>
class Erasures : public Store<ErasureRecords> {
  using By = Indexes<Erasure>;

 public:
  explicit Erasures(Tables<Engine>& tables) : erasures_(tables.template of<Erasure>()) {}

  void note(const Erasure& erasure) override {
    erasures_.put(erasures_.find(By::Key{}, erasure.key), erasure);
  }
  std::optional<Erasure> find(const ErasureKey& key) const override {
    return copied(erasures_.find(By::Key{}, key));
  }
  std::vector<Erasure> list(std::size_t limit) const override {
    return erasures_.list(By::Key{}, within(), limit);
  }
  bool remove(const ErasureKey& key) override {
    return erasures_.erase_found(erasures_.find(By::Key{}, key));
  }

 private:
  Rows<Engine, Erasure>& erasures_;
};

}  // namespace gatehouse::kernel

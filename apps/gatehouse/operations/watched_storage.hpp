/// A storage decorator that reports failures.
#pragma once

#include <memory>

#include <gatehouse/ports/storage.hpp>

#include "operations/storage_condition.hpp"

namespace gatehouse::app {

/// Forwards everything to another storage, and reports its exceptions to a StorageCondition.
class WatchedStorage final : public Storage {
 public:
  WatchedStorage(std::unique_ptr<Storage> storage, std::shared_ptr<StorageCondition> condition);

  /// The underlying storage.
  [[nodiscard]] const Storage& behind() const noexcept { return *storage_; }

 protected:
  void do_read(ReadWork work) override;
  void do_transact(Work work) override;

 private:
  const std::unique_ptr<Storage> storage_;
  const std::shared_ptr<StorageCondition> condition_;
};

/// Commits a transaction without lasting effect. Throws PortError if that fails.
void try_writing(Storage& storage);

}  // namespace gatehouse::app

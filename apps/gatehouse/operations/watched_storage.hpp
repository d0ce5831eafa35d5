/// A storage whose failures are noted.
#pragma once

#include <memory>

#include <gatehouse/ports/storage.hpp>

#include "operations/storage_condition.hpp"

namespace gatehouse::app {

/// Passes everything on to another storage, and tells a StorageCondition what it throws.
class WatchedStorage final : public Storage {
 public:
  WatchedStorage(std::unique_ptr<Storage> storage, std::shared_ptr<StorageCondition> condition);

  /// What stands behind this.
  [[nodiscard]] const Storage& behind() const noexcept { return *storage_; }

 protected:
  void do_read(ReadWork work) override;
  void do_transact(Work work) override;

 private:
  const std::unique_ptr<Storage> storage_;
  const std::shared_ptr<StorageCondition> condition_;
};

/// Commits a transaction that leaves nothing behind. Throws PortError when that does not work.
void try_writing(Storage& storage);

}  // namespace gatehouse::app

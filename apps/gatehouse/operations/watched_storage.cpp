#include "operations/watched_storage.hpp"

#include <chrono>
#include <utility>

#include <gatehouse/ports/storage_error.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>

namespace gatehouse::app {
namespace {

/// Must be called in a catch block. Notes a fault of the storage as a whole; returns false for
/// others.
bool note_lasting_fault(StorageCondition& condition) {
  try {
    throw;
  } catch (const StorageDamaged& error) {
    condition.note_damage(error.what());
  } catch (const StorageUnwritable& error) {
    condition.note_unwritable(error.what());
  } catch (const PortError&) {
    return false;
  }
  return true;
}

}  // namespace

WatchedStorage::WatchedStorage(std::unique_ptr<Storage> storage,
                               std::shared_ptr<StorageCondition> condition)
    : storage_(std::move(storage)), condition_(std::move(condition)) {}

void WatchedStorage::do_read(ReadWork work) {
  try {
    storage_->read([&](const Transaction& tx) {
      work(tx);
      return Done{};
    });
  } catch (const PortError&) {
    // A read fails as "unwritable" if the files were replaced and cannot be reopened. Writes would
    // be lost too.
    (void)note_lasting_fault(*condition_);
    throw;
  }
}

void WatchedStorage::do_transact(Work work) {
  try {
    const Result<Done> done = storage_->transact([&](Transaction& tx) -> Result<Done> {
      if (work(tx) == Outcome::commit) return Done{};
      return Unexpected(conflict({}));
    });
    if (done) condition_->note_commit();
  } catch (const PortError& error) {
    if (!note_lasting_fault(*condition_)) condition_->note_failure(error.what());
    throw;
  }
}

void try_writing(Storage& storage) {
  SystemEntropy entropy;
  OutgoingMail mail;
  const Timestamp now = SystemClock().now();
  mail.id = make_id<OutgoingMailId>(now, entropy);
  // Leased, so that servers looking for due mail do not conflict with it.
  mail.leased_until = now + std::chrono::hours(1);
  const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
    // In one transaction, so that no other transaction sees the mail. The data is written to disk
    // all the same.
    tx.mail().insert(mail);
    (void)tx.mail().erase(mail.id);
    return Done{};
  });
  static_cast<void>(done);
}

}  // namespace gatehouse::app

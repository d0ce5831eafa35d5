#include "operations/storage_watch.hpp"

#include <exception>
#include <utility>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage_patience.hpp>

#include "operations/watched_storage.hpp"

namespace gatehouse::app {
namespace {

constexpr std::chrono::seconds between_trials{1};
constexpr std::chrono::seconds long_without_commit{5};
constexpr std::chrono::seconds patience{2};

}  // namespace

StorageWatch::StorageWatch(Storage& storage, StorageCondition& condition,
                           std::function<std::string()> other_fault)
    : storage_(storage),
      condition_(condition),
      other_fault_(std::move(other_fault)),
      thread_([this] { run(); }) {
  condition_.on_doubt([this] {
    const std::lock_guard lock(mutex_);
    ++asked_;
    wake_.notify_one();
  });
}

StorageWatch::~StorageWatch() {
  condition_.on_doubt({});
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void StorageWatch::ask() {
  if (condition_.since_last_commit() < long_without_commit) return;
  const std::lock_guard lock(mutex_);
  // A requested trial that has not begun suffices.
  if (asked_ > answered_) return;
  ++asked_;
  wake_.notify_one();
}

StorageWatch::Reading StorageWatch::read() {
  ask();
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = asked_;
  const bool answered = done_.wait_for(lock, patience, [&] { return answered_ >= wanted; });
  lock.unlock();
  return {.is_writable = condition_.is_writable(),
          .is_damaged = condition_.is_damaged(),
          .answered = answered};
}

void StorageWatch::run() {
  for (;;) {
    // Checked without the lock, since the condition calls this object with its own lock held.
    const bool is_writable = condition_.is_writable();
    std::unique_lock lock(mutex_);
    // While the storage cannot be written, failing requests keep requesting trials. One per second
    // suffices.
    const bool called = wake_.wait_for(
        lock, between_trials, [&] { return stopping_ || (is_writable && asked_ > answered_); });
    if (stopping_) return;
    const std::uint64_t asked = asked_;
    lock.unlock();
    if (!called && is_writable && other_fault_().empty()) continue;
    try_now();
    lock.lock();
    answered_ = asked;
    done_.notify_all();
  }
}

void StorageWatch::try_now() {
  constexpr std::chrono::seconds longest{5};
  condition_.begin_trial();
  try {
    const StoragePatience limited(longest);
    try_writing(storage_);
    const std::string fault = other_fault_();
    if (fault.empty()) return condition_.note_good_trial();
    condition_.declare_unwritable(fault);
  } catch (const PortError& error) {
    // Damage has been logged already, and does not imply that writing fails.
    if (!condition_.is_damaged()) condition_.declare_unwritable(error.what());
  } catch (const std::exception& error) {
    condition_.declare_unwritable(error.what());
  }
}

}  // namespace gatehouse::app

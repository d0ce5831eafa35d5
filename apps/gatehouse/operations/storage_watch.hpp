/// Finds out whether the storage can be written, when there is reason to ask.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <gatehouse/ports/storage.hpp>

#include "operations/storage_condition.hpp"

namespace gatehouse::app {

/// A thread that commits a transaction without effect:
///
/// - when a transaction failed, to learn whether the storage is to blame;
/// - each second while the storage cannot be written, to notice when it can, also when no client
///   comes any more;
/// - within a second of another fault, by which it will be full before long;
/// - when read() is called and nothing was committed for 5 s, since a storage that nothing is
///   written to shows no faults.
class StorageWatch {
 public:
  struct Reading {
    bool is_writable = true;
    bool is_damaged = false;
    /// Whether a trial was over within the deadline; what it found otherwise.
    bool answered = true;
  };

  /// `storage` reports to `condition`; both outlive this. `other_fault` says what keeps the storage
  /// from being written for long though a commit succeeds, and nothing otherwise; it is called each
  /// second.
  StorageWatch(
      Storage& storage, StorageCondition& condition,
      std::function<std::string()> other_fault = [] { return std::string(); });
  StorageWatch(const StorageWatch&) = delete;
  StorageWatch& operator=(const StorageWatch&) = delete;
  /// Waits for a trial that is under way.
  ~StorageWatch();

  /// Asks for a trial if one is due. Does not block.
  void ask();
  /// Waits for the trials that were asked for, for 2 s at most.
  [[nodiscard]] Reading read();

 private:
  void run();
  void try_now();

  Storage& storage_;
  StorageCondition& condition_;
  const std::function<std::string()> other_fault_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  bool stopping_ = false;
  std::uint64_t asked_ = 0;
  std::uint64_t answered_ = 0;
  std::thread thread_;
};

}  // namespace gatehouse::app

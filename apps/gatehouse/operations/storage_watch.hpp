/// Determines whether the storage can be written when there is reason for doubt.
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
/// - when a transaction failed, to find out whether the storage is the cause;
/// - each second while the storage cannot be written, to notice its recovery even without requests;
/// - within a second of another fault that will fill the storage before long;
/// - when read() is called and nothing was committed for 5 s, since an unused storage shows no
///   faults.
class StorageWatch {
 public:
  struct Reading {
    bool is_writable = true;
    bool is_damaged = false;
    /// Whether a trial was completed within the deadline. If not, the result is the latest known
    /// one.
    bool answered = true;
  };

  /// `storage` reports to `condition`; both must outlive this object. `other_fault` is called each
  /// second and returns a fault that will prevent writing before long although commits succeed, or
  /// an empty string.
  StorageWatch(
      Storage& storage, StorageCondition& condition,
      std::function<std::string()> other_fault = [] { return std::string(); });
  StorageWatch(const StorageWatch&) = delete;
  StorageWatch& operator=(const StorageWatch&) = delete;
  /// Waits for a pending trial.
  ~StorageWatch();

  /// Requests a trial if one is due. Does not block.
  void ask();
  /// Waits for the requested trials, for at most 2 s.
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

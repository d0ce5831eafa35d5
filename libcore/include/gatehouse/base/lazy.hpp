/// A lazily initialized value.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

namespace gatehouse {

/// Initializes its value once, on the first thread that requests it, while other threads wait. If
/// initialization throws, the caller gets the exception, and the next call retries. std::call_once
/// has the same contract, but hangs after an exception where pthread_once() does not support them
/// (musl, ThreadSanitizer; https://gcc.gnu.org/bugzilla/show_bug.cgi?id=66146).
template <class T>
class Lazy {
 public:
  /// `make` returns the value. It must not request the same value.
  template <class Make>
  [[nodiscard]] const T& get(Make&& make) {
    if (const T* made = made_.load(std::memory_order_acquire)) return *made;
    const std::lock_guard one_at_a_time(mutex_);
    if (!value_) {
      value_.emplace(std::forward<Make>(make)());
      made_.store(&*value_, std::memory_order_release);
    }
    return *value_;
  }

 private:
  std::mutex mutex_;
  std::optional<T> value_;
  /// Null until initialized. The value is never modified afterwards.
  std::atomic<const T*> made_ = nullptr;
};

}  // namespace gatehouse

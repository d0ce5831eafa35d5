/// A value that is made when it is first needed.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

namespace gatehouse {

/// Makes its value once, in whichever thread asks first, while the others wait. When making it
/// throws, the caller gets the exception, and the next one tries again: std::call_once would do
/// that too, but never returns afterwards where pthread_once() does not allow for exceptions (musl,
/// ThreadSanitizer; https://gcc.gnu.org/bugzilla/show_bug.cgi?id=66146).
template <class T>
class Lazy {
 public:
  /// `make` returns the value. It must not ask for the same value.
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
  /// Null until it has been made. What it points to never changes again.
  std::atomic<const T*> made_ = nullptr;
};

}  // namespace gatehouse

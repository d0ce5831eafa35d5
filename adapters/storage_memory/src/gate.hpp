/// A fair reader-writer lock: readers share it, writers have it exclusively, in order of arrival.
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::memory {

/// Replaces std::shared_timed_mutex, whose usual implementation prefers readers, so that a stream
/// of them starves a writer until it times out; and which deadlocks when a thread enters twice.
class Gate {
 public:
  enum class As { reader, writer };

  explicit Gate(std::chrono::milliseconds longest_wait) noexcept : longest_wait_(longest_wait) {}

  /// Throws TransientPortError when the wait is too long, and std::logic_error when this thread is
  /// inside already.
  void enter(As who);
  void leave() noexcept;

  /// Enters for the duration of a scope.
  class Pass {
   public:
    Pass(Gate& gate, As who) : gate_(gate) { gate_.enter(who); }
    ~Pass() { gate_.leave(); }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

   private:
    Gate& gate_;
  };

 private:
  struct Waiter {
    explicit Waiter(As as) noexcept : who(as) {}

    As who;
    std::condition_variable turn;
  };

  [[nodiscard]] bool open_to(As who) const noexcept;
  void wait_in_line(std::unique_lock<std::mutex>& lock, As who);
  void call_next() noexcept;

  const std::chrono::milliseconds longest_wait_;
  std::mutex mutex_;
  std::list<Waiter> line_;
  std::vector<std::thread::id> inside_;
  bool writing_ = false;
};

}  // namespace gatehouse::memory

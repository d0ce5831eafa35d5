/// How often and how long something is tried again.
#pragma once

#include <chrono>

namespace gatehouse {

class Patience {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Patience(Clock::time_point deadline) : deadline_(deadline) {}

  [[nodiscard]] Clock::time_point deadline() const noexcept { return deadline_; }

  /// Pauses, for longer from time to time and never as long as somebody else who does the same.
  /// False at once when it has lasted long enough.
  [[nodiscard]] bool pause();

 private:
  static constexpr int most_pauses = 1000;

  Clock::time_point deadline_;
  int pauses_ = 0;
};

}  // namespace gatehouse

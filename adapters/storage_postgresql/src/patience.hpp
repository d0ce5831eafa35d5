/// The pauses and the deadline of retries.
#pragma once

#include <chrono>

namespace gatehouse {

class Patience {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Patience(Clock::time_point deadline) : deadline_(deadline) {}

  [[nodiscard]] Clock::time_point deadline() const noexcept { return deadline_; }

  /// Pauses for a random time whose maximum grows with each call. Returns false at once past the
  /// deadline, or after `most_pauses`.
  [[nodiscard]] bool pause();

 private:
  static constexpr int most_pauses = 1000;

  Clock::time_point deadline_;
  int pauses_ = 0;
};

}  // namespace gatehouse

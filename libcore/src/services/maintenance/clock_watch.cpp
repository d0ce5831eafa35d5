#include <gatehouse/services/maintenance/clock_watch.hpp>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse {

ClockWatch::ClockWatch(Clock& clock) : clock_(clock) {
  const Sample now = sample();
  believed_ = candidate_ = now.offset;
  candidate_since_ = now.elapsed;
}

ClockWatch::Reading ClockWatch::read() {
  const Sample now = sample();
  const std::lock_guard lock(mutex_);
  // The candidate keeps its first value, so that many small steps in one direction add up.
  if (std::chrono::abs(now.offset - candidate_) > tolerance) {
    candidate_ = now.offset;
    candidate_since_ = now.elapsed;
    doubted_ = true;
  }
  if (doubted_ && now.elapsed - candidate_since_ >= settling_time) {
    believed_ = candidate_ = now.offset;
    doubted_ = false;
  }
  invariant(std::chrono::abs(now.offset - candidate_) <= tolerance);
  invariant(doubted_ || believed_ == candidate_);
  const Duration ahead = now.offset - believed_;
  return {.date = now.date,
          .ahead = ahead,
          .has_parted = std::chrono::abs(ahead) > tolerance,
          .is_steady = !doubted_};
}

void ClockWatch::doubt() {
  const Sample now = sample();
  const std::lock_guard lock(mutex_);
  candidate_since_ = now.elapsed;
  doubted_ = true;
}

/// Repeats a reading during which the thread was suspended, since its clocks appear to differ.
ClockWatch::Sample ClockWatch::sample() {
  constexpr Duration long_wait = std::chrono::milliseconds(500);
  constexpr int tries = 10;
  Sample sample;
  for (int i = 0; i < tries; ++i) {
    const Duration before = clock_.elapsed();
    sample.date = clock_.now();
    sample.elapsed = clock_.elapsed();
    sample.offset = sample.date.time_since_epoch() - sample.elapsed;
    if (sample.elapsed - before < long_wait) break;
  }
  return sample;
}

}  // namespace gatehouse

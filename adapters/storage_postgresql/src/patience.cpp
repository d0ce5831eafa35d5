#include "patience.hpp"

#include <algorithm>
#include <random>
#include <thread>

namespace gatehouse {

bool Patience::pause() {
  using std::chrono::microseconds;
  constexpr microseconds shortest(500);
  constexpr int doublings = 7;

  const auto left = std::chrono::duration_cast<microseconds>(deadline_ - Clock::now());
  if (left <= microseconds::zero() || pauses_ == most_pauses) return false;
  thread_local std::minstd_rand random(std::random_device{}());
  const auto longest = std::min(left, shortest * (1 << std::min(pauses_++, doublings)));
  std::this_thread::sleep_for(
      microseconds(std::uniform_int_distribution<microseconds::rep>(0, longest.count())(random)));
  return true;
}

}  // namespace gatehouse

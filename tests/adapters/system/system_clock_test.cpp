#include <gatehouse/system/system_clock.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using gatehouse::Duration;
using gatehouse::SystemClock;
using gatehouse::Timestamp;

TEST_CASE("system clock: it tells the machine's time") {
  SystemClock clock;
  const auto before = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const Timestamp now = clock.now();
  const auto after = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  CHECK(now >= before);
  CHECK(now <= after);
}

TEST_CASE("system clock: eight threads never see the same time twice, and each sees it rise") {
  constexpr std::size_t calls = 20'000;
  SystemClock clock;
  std::array<std::vector<Timestamp>, 8> seen;
  std::vector<std::thread> threads;
  for (auto& mine : seen) {
    threads.emplace_back([&clock, &mine] {
      mine.reserve(calls);
      for (std::size_t i = 0; i < calls; ++i) mine.push_back(clock.now());
    });
  }
  for (auto& thread : threads) thread.join();

  std::vector<Timestamp> all;
  for (const auto& mine : seen) {
    CHECK(std::is_sorted(mine.begin(), mine.end()));
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::sort(all.begin(), all.end());
  CHECK(all.size() == calls * seen.size());
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

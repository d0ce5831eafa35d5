#include <gatehouse/system/system_clock.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include <time.h>

#include <doctest/doctest.h>

using gatehouse::Duration;
using gatehouse::SystemClock;
using gatehouse::Timestamp;

TEST_CASE("system clock: it returns the current time of the machine") {
  SystemClock clock;
  const auto before = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const Timestamp now = clock.now();
  const auto after = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  CHECK(now >= before);
  CHECK(now <= after);
}

TEST_CASE("system clock: it measures elapsed time including suspend") {
  SystemClock clock;
  timespec before{};
  REQUIRE(clock_gettime(CLOCK_BOOTTIME, &before) == 0);
  const Duration elapsed = clock.elapsed();
  CHECK(elapsed >= std::chrono::seconds(before.tv_sec));
  CHECK(elapsed < std::chrono::seconds(before.tv_sec + 60));
  Duration last = elapsed;
  for (int i = 0; i < 1000; ++i) {
    const Duration next = clock.elapsed();
    CHECK(next >= last);
    last = next;
  }
}

TEST_CASE("system clock: all clocks of a machine share one timeline") {
  SystemClock one;
  SystemClock other;
  CHECK(one.timeline() != 0);
  CHECK(one.timeline() == other.timeline());
  CHECK(one.moment().timeline == one.timeline());
}

TEST_CASE("clock: times for ids are unique across eight threads and increasing in each") {
  constexpr std::size_t calls = 20'000;
  SystemClock clock;
  std::array<std::vector<Timestamp>, 8> seen;
  std::vector<std::thread> threads;
  for (auto& mine : seen) {
    threads.emplace_back([&clock, &mine] {
      mine.reserve(calls);
      for (std::size_t i = 0; i < calls; ++i) mine.push_back(clock.in_order(clock.now()));
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

TEST_CASE("clock: times for ids continue after the last stored one until the date has caught up") {
  SystemClock clock;
  const Timestamp last(std::chrono::hours(1000));
  clock.continue_after(last);
  clock.continue_after(last - Duration(1));
  CHECK(clock.in_order(Timestamp()) == last + Duration(1));
  CHECK(clock.in_order(last) == last + Duration(2));
  CHECK(clock.in_order(last + Duration(10)) == last + Duration(10));
  CHECK(clock.in_order(last) == last + Duration(11));
}

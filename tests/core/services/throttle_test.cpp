#include <gatehouse/services/accounts/throttle.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/testing/manual_clock.hpp>

namespace gatehouse::testing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Source from(std::string_view address) { return IpAddress::parse(address); }

TEST_CASE("throttle: a source has a burst allowance, which is refilled evenly") {
  ManualClock clock;
  Throttle throttle(clock, {.times = 3, .period = minutes(3)});
  const Source source = from("192.0.2.1");
  for (int i = 0; i < 3; ++i) CHECK_FALSE(throttle.take(source));
  CHECK(throttle.take(source) == minutes(1));
  CHECK(throttle.take(source) == minutes(1));
  clock.advance(seconds(20));
  CHECK(throttle.take(source) == seconds(40));
  clock.advance(seconds(40));
  CHECK_FALSE(throttle.take(source));
  CHECK(throttle.take(source) == minutes(1));
  clock.advance(minutes(10));
  for (int i = 0; i < 3; ++i) CHECK_FALSE(throttle.take(source));
  CHECK(throttle.take(source));
}

TEST_CASE("throttle: a source is an IPv4 address or an IPv6 /64 network") {
  ManualClock clock;
  Throttle throttle(clock, {.times = 1, .period = minutes(1)});
  CHECK_FALSE(throttle.take(from("192.0.2.1")));
  CHECK_FALSE(throttle.take(from("192.0.2.2")));
  CHECK(throttle.take(from("::ffff:192.0.2.1")));
  CHECK_FALSE(throttle.take(from("2001:db8:0:1::1")));
  CHECK(throttle.take(from("2001:db8:0:1:ffff::2")));
  CHECK_FALSE(throttle.take(from("2001:db8:0:2::1")));
}

TEST_CASE("throttle: an allowance of zero or beyond the range of the counter is rejected") {
  ManualClock clock;
  for (const Allowance& bad :
       {Allowance{.times = 0, .period = minutes(1)}, Allowance{.times = 1, .period = Duration(0)},
        Allowance{.times = 1'000'001, .period = seconds(1)}}) {
    CHECK_THROWS_AS(Throttle(clock, bad), std::invalid_argument);
  }
}

TEST_CASE("throttle: requests without a source are not counted") {
  ManualClock clock;
  Throttle throttle(clock, {.times = 1, .period = minutes(1)});
  for (int i = 0; i < 5; ++i) CHECK_FALSE(throttle.take({}));
}

TEST_CASE("throttle: returned units do not count") {
  ManualClock clock;
  Throttle throttle(clock, {.times = 1, .period = minutes(1)});
  const Source source = from("192.0.2.1");
  for (int i = 0; i < 5; ++i) {
    CHECK_FALSE(throttle.take(source));
    throttle.give_back(source);
  }
  CHECK_FALSE(throttle.take(source));
  CHECK(throttle.take(source));
}

TEST_CASE("throttle: concurrent threads share one allowance") {
  ManualClock clock;
  Throttle throttle(clock, {.times = 50, .period = minutes(1)});
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) taken += throttle.take(from("192.0.2.1")) ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(taken == 50);
}

TEST_CASE("throttle: the least recently counted sources are evicted") {
  ManualClock clock;
  Throttle throttle(clock, {.times = 1, .period = std::chrono::hours(1)});
  const auto place = [](int i) {
    return from("10." + std::to_string(i >> 16) + "." + std::to_string((i >> 8) & 255) + "." +
                std::to_string(i & 255));
  };
  constexpr int many = 65'536;
  for (int i = 0; i < many + 10; ++i) REQUIRE_FALSE(throttle.take(place(i)));
  CHECK(throttle.take(place(many + 9)));
  CHECK(throttle.take(place(10)));
  CHECK_FALSE(throttle.take(place(0)));
}

}  // namespace
}  // namespace gatehouse::testing

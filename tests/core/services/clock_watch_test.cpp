#include <gatehouse/services/maintenance/clock_watch.hpp>

#include <chrono>

#include <doctest/doctest.h>

#include <gatehouse/testing/manual_clock.hpp>

namespace gatehouse::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("clock watch: a date that advances with the steady clock is trusted") {
  ManualClock clock;
  ClockWatch watch(clock);
  for (const Duration pause : {Duration(seconds(10)), Duration(hours(24 * 3650)), Duration(0)}) {
    clock.advance(pause);
    const auto reading = watch.read();
    CHECK(reading.is_steady);
    CHECK_FALSE(reading.has_parted);
    CHECK(reading.ahead == Duration(0));
  }
}

TEST_CASE("clock watch: a leap beyond the tolerance is detected, and distrusted for five minutes") {
  for (const Duration leap :
       {Duration(hours(24 * 366)), Duration(-hours(1)), Duration(seconds(5)) + Duration(1)}) {
    ManualClock clock;
    ClockWatch watch(clock);
    clock.step(leap);
    auto reading = watch.read();
    CHECK(reading.has_parted);
    CHECK(reading.ahead == leap);
    CHECK_FALSE(reading.is_steady);
    clock.advance(minutes(5) - seconds(1));
    reading = watch.read();
    CHECK(reading.has_parted);
    CHECK_FALSE(reading.is_steady);
    clock.advance(seconds(1));
    reading = watch.read();
    CHECK_FALSE(reading.has_parted);
    CHECK(reading.ahead == Duration(0));
    CHECK(reading.is_steady);
  }
}

TEST_CASE(
    "clock watch: a leap within the tolerance is ignored, but leaps in one direction add up") {
  ManualClock clock;
  ClockWatch watch(clock);
  clock.step(seconds(5));
  CHECK(watch.read().is_steady);
  CHECK_FALSE(watch.read().has_parted);
  clock.step(seconds(1));
  CHECK_FALSE(watch.read().is_steady);
  CHECK(watch.read().has_parted);
}

TEST_CASE("clock watch: a corrected date is trusted once it has been steady") {
  ManualClock clock;
  ClockWatch watch(clock);
  clock.step(hours(24 * 366));
  CHECK(watch.read().has_parted);
  clock.advance(seconds(14));
  clock.step(-hours(24 * 366));
  auto reading = watch.read();
  CHECK_FALSE(reading.has_parted);
  CHECK_FALSE(reading.is_steady);
  clock.advance(minutes(5));
  CHECK(watch.read().is_steady);
}

TEST_CASE("clock watch: a date that keeps leaping is never trusted") {
  ManualClock clock;
  ClockWatch watch(clock);
  for (int i = 0; i < 20; ++i) {
    clock.step(seconds(i % 2 == 0 ? 100 : -100));
    CHECK_FALSE(watch.read().is_steady);
    clock.advance(minutes(4));
    CHECK_FALSE(watch.read().is_steady);
  }
}

TEST_CASE("clock watch: a date that is distrusted at startup is trusted five minutes later") {
  ManualClock clock;
  ClockWatch watch(clock);
  watch.doubt();
  CHECK_FALSE(watch.read().is_steady);
  CHECK_FALSE(watch.read().has_parted);
  clock.advance(minutes(5));
  CHECK(watch.read().is_steady);
}

}  // namespace
}  // namespace gatehouse::testing

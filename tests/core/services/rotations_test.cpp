#include <gatehouse/services/tokens/detail/rotations.hpp>

#include <chrono>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace gatehouse::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration grace = seconds(8);

Moment at(Duration elapsed) {
  return {.date = Timestamp(elapsed), .elapsed = elapsed, .timeline = 1};
}

TEST_CASE("rotations: each recent generation has a time, and later ones have none") {
  std::vector<Rotation> rotations;
  CHECK(current_generation(rotations) == 0);
  CHECK_FALSE(used_at(rotations, 0).has_value());
  for (int i = 0; i < 4; ++i) add_rotation(rotations, at(seconds(2 * i)), grace);
  CHECK(current_generation(rotations) == 4);
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(used_at(rotations, i) == at(seconds(2 * i)));
  CHECK_FALSE(used_at(rotations, 4).has_value());
}

TEST_CASE("rotations: only the newest rotation before the grace period is kept") {
  std::vector<Rotation> rotations;
  for (int i = 0; i < 4; ++i) add_rotation(rotations, at(seconds(100 * i)), grace);
  CHECK(rotations.size() == 2);
  CHECK(used_at(rotations, 0) == at(seconds(200)));
  CHECK(used_at(rotations, 3) == at(seconds(300)));
}

TEST_CASE("rotations: a recorded use is up to an eighth of the grace period late, never early") {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<Rotation> rotations;
    std::vector<Duration> times;
    Duration now = seconds(1);
    for (int i = 0; i < 300; ++i) {
      now += milliseconds(random() % (round < 25 ? 60U : 2000U));
      add_rotation(rotations, at(now), grace);
      times.push_back(now);
      REQUIRE(rotations.size() <= 20);
      REQUIRE(used_at(rotations, static_cast<std::uint32_t>(i)) == at(now));
      for (std::size_t each = 0; each < times.size(); ++each) {
        const auto used = used_at(rotations, static_cast<std::uint32_t>(each));
        REQUIRE(used.has_value());
        if (now - times[each] < grace) {
          REQUIRE(used->elapsed >= times[each]);
          REQUIRE(used->elapsed < times[each] + grace / 8);
        } else {
          REQUIRE(now - used->elapsed >= grace - grace / 8);
        }
      }
    }
  }
}

TEST_CASE("rotations: their number is bounded when the dates of many machines disagree") {
  std::vector<Rotation> rotations;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const Duration date = seconds(i % 2 == 0 ? 100'000 - static_cast<int>(i) : 0);
    add_rotation(rotations, {.date = Timestamp(date), .elapsed = {}, .timeline = i + 1}, grace);
  }
  CHECK(rotations.size() <= max_rotations);
  CHECK(current_generation(rotations) == 1000);
}

TEST_CASE("rotations: they are read back unchanged") {
  const std::vector<Rotation> rotations{
      {.generation = 0, .at = {.date = Timestamp(Duration(-5)), .elapsed = {}, .timeline = 0}},
      {.generation = 4'294'967'295U,
       .at = {.date = Timestamp::max(),
              .elapsed = Duration(-1),
              .timeline = 18'446'744'073'709'551'615U}}};
  CHECK(parse_rotations(to_text(rotations)) == rotations);
  CHECK(parse_rotations("") == std::vector<Rotation>());
  for (const std::string bad :
       {"1", "1:2", "1:2:3", "1:2:3:", "1:2:3:4:5", "1:2:3:4 ", " 1:2:3:4", "1:2:3:4  1:2:3:4",
        "-1:2:3:4", "1:2:3:-4", "4294967296:2:3:4", "a:2:3:4", "1:2:3:4,1:2:3:4", "+1:2:3:4"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_rotations(bad).has_value());
  }
}

}  // namespace
}  // namespace gatehouse::testing

#include <gatehouse/base/time.hpp>

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

using namespace std::chrono;

Timestamp at(std::int64_t microseconds_since_1970) {
  return Timestamp(Duration(microseconds_since_1970));
}

TEST_CASE("time: a UTC time is parsed with a precision of milliseconds") {
  // Seconds since 1970, as printed by `date -u -d ... +%s`.
  const std::pair<std::string, std::int64_t> times[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T00:00:00.000Z", 0},
      {"2023-08-14T00:00:00.000Z", 1'691'971'200'000},
      {"2023-08-14T12:34:56.7Z", 1'692'016'496'700},
      {"2023-08-14T12:34:56.78Z", 1'692'016'496'780},
      {"2023-08-14T12:34:56.789Z", 1'692'016'496'789},
      {"2023-08-14T12:34:56.009Z", 1'692'016'496'009},
      {"1969-12-31T23:59:59.999Z", -1},
      {"2000-02-29T00:00:00Z", 951'782'400'000},
      {"2038-01-19T03:14:08Z", 2'147'483'648'000},
      {"0000-01-01T00:00:00Z", -62'167'219'200'000},
      {"9999-12-31T23:59:59.999Z", 253'402'300'799'999},
  };
  for (const auto& [text, milliseconds] : times) {
    const auto& captured = text;
    CAPTURE(captured);
    CHECK(parse_time(text) == at(milliseconds * 1000));
  }
}

TEST_CASE("time: an offset from UTC is subtracted, with or without a colon") {
  const Timestamp noon = *parse_time("2023-08-14T12:00:00Z");
  for (const std::string same :
       {"2023-08-14T12:00:00+00:00", "2023-08-14T12:00:00-00:00", "2023-08-14T15:00:00+03:00",
        "2023-08-14T15:00:00+0300", "2023-08-14T15:00:00.000+03:00", "2023-08-14T06:30:00-05:30",
        "2023-08-15T02:00:00+14:00", "2023-08-13T23:45:00-12:15", "2023-08-15T11:59:00+23:59"}) {
    CAPTURE(same);
    CHECK(parse_time(same) == noon);
  }
}

TEST_CASE("time: up to nine decimals are parsed, and digits beyond the microsecond are truncated") {
  const Timestamp second = *parse_time("2023-08-14T12:34:56Z");
  const std::pair<std::string, std::int64_t> fractions[] = {
      {"1", 100'000},         {"000001", 1},          {"123456", 123'456}, {"1234567", 123'456},
      {"123456789", 123'456}, {"999999999", 999'999}, {"000000999", 0}};
  for (const auto& [decimals, microseconds] : fractions) {
    const auto& captured = decimals;
    CAPTURE(captured);
    CHECK(parse_time("2023-08-14T12:34:56." + decimals + "Z") == second + Duration(microseconds));
    CHECK(parse_time("2023-08-14T14:34:56." + decimals + "+02:00") ==
          second + Duration(microseconds));
  }
}

TEST_CASE("time: an offset must not lead out of the years 0 to 9999") {
  CHECK_FALSE(parse_time("0000-01-01T00:00:00+00:01").has_value());
  CHECK_FALSE(parse_time("9999-12-31T23:59:59-00:01").has_value());
  CHECK(parse_time("0000-01-01T00:01:00+00:01") == parse_time("0000-01-01T00:00:00Z"));
  CHECK(parse_time("9999-12-31T23:58:59-00:01") == parse_time("9999-12-31T23:59:59Z"));
}

TEST_CASE("time: text of any other form is rejected") {
  const std::string good = "2023-08-14T12:34:56.789Z";
  REQUIRE(parse_time(good).has_value());
  for (std::size_t cut = 1; cut <= good.size(); ++cut) {
    CAPTURE(cut);
    CHECK_FALSE(parse_time(good.substr(0, good.size() - cut)).has_value());
    CHECK_FALSE(parse_time(good.substr(cut)).has_value());
  }
  // Any other character at any position.
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (const char other : {'x', ' ', '/', ':', '-', '+', '.', ',', '\0', '\xFF'}) {
      std::string bad = good;
      if (bad[place] == other) continue;
      bad[place] = other;
      CAPTURE(bad);
      CHECK_FALSE(parse_time(bad).has_value());
    }
  }
  for (const std::string bad : {"2023-08-14",
                                "2023-08-14T12:34Z",
                                "2023-08-14T12Z",
                                "2023-08-14T12:34:56.Z",
                                "2023-08-14T12:34:56.1234567890Z",
                                "2023-08-14T12:34:56,789Z",
                                "2023-08-14T12:34:56z",
                                "2023-08-14t12:34:56Z",
                                "2023-08-14 12:34:56Z",
                                "2023-08-14T12:34:56",
                                "2023-08-14T12:34:56+",
                                "2023-08-14T12:34:56+2",
                                "2023-08-14T12:34:56+02",
                                "2023-08-14T12:34:56+2:00",
                                "2023-08-14T12:34:56+02:0",
                                "2023-08-14T12:34:56+02:000",
                                "2023-08-14T12:34:56+24:00",
                                "2023-08-14T12:34:56+02:60",
                                "2023-08-14T12:34:56 02:00",
                                "2023-08-14T12:34:56Z+02:00",
                                "2023-08-14T12:34:56+02:00Z",
                                "2023-08-14T12:34:56+-2:00",
                                "2023-8-14T12:34:56Z",
                                "23-08-14T12:34:56Z",
                                "12023-08-14T12:34:56Z",
                                "+2023-08-14T12:34:56Z",
                                "-023-08-14T12:34:56Z",
                                "20230814T123456Z",
                                "2023-W33-1",
                                "2023-226T12:34:56Z",
                                " 2023-08-14T12:34:56Z",
                                "2023-08-14T12:34:56Z ",
                                "2023-08-14T12:34:56ZZ",
                                "2023-08-14T12:34:56Z\n",
                                "2023-08-14T1 :34:56Z",
                                "2023-08-14T-1:34:56Z",
                                "2023-08-14T12:34:-1Z",
                                "1691971200",
                                "now",
                                ""}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_time(bad).has_value());
  }
}

TEST_CASE("time: days, hours and seconds that do not exist are rejected") {
  for (const std::string bad :
       {"2023-00-14T00:00:00Z", "2023-13-14T00:00:00Z", "2023-08-00T00:00:00Z",
        "2023-08-32T00:00:00Z", "2023-04-31T00:00:00Z", "2023-06-31T00:00:00Z",
        "2023-09-31T00:00:00Z", "2023-11-31T00:00:00Z", "2023-02-30T00:00:00Z",
        "2023-08-14T24:00:00Z", "2023-08-14T00:60:00Z", "2023-08-14T00:00:60Z",
        // A real leap second.
        "2016-12-31T23:59:60Z", "2023-08-14T99:99:99Z"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_time(bad).has_value());
  }
}

TEST_CASE("time: 29 February exists in leap years only") {
  for (const std::string year : {"2024", "2000", "1600", "0000", "0004", "2400", "9996"}) {
    CAPTURE(year);
    CHECK(parse_time(year + "-02-29T00:00:00Z").has_value());
  }
  for (const std::string year : {"2023", "1900", "2100", "2200", "2300", "0100", "9999"}) {
    CAPTURE(year);
    CHECK(parse_time(year + "-02-28T00:00:00Z").has_value());
    CHECK_FALSE(parse_time(year + "-02-29T00:00:00Z").has_value());
  }
}

TEST_CASE("time: a formatted time has three decimals, and finer digits are truncated") {
  CHECK(format_utc(at(0)) == "1970-01-01T00:00:00.000Z");
  CHECK(format_utc(at(999)) == "1970-01-01T00:00:00.000Z");
  CHECK(format_utc(at(1000)) == "1970-01-01T00:00:00.001Z");
  CHECK(format_utc(at(-1)) == "1969-12-31T23:59:59.999Z");
  CHECK(format_utc(at(1'691'971'200'000'000)) == "2023-08-14T00:00:00.000Z");
  CHECK(format_utc(*parse_time("0007-01-02T03:04:05.06Z")) == "0007-01-02T03:04:05.060Z");
}

TEST_CASE("time: every millisecond from year 0 to year 9999 round-trips") {
  constexpr unsigned seed = 3339;
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  const std::int64_t first = parse_time("0000-01-01T00:00:00Z")->time_since_epoch().count();
  const std::int64_t last = parse_time("9999-12-31T23:59:59.999Z")->time_since_epoch().count();
  std::uniform_int_distribution<std::int64_t> milliseconds(first / 1000, last / 1000);
  for (int i = 0; i < 20'000; ++i) {
    const Timestamp time = at(milliseconds(random) * 1000);
    const std::string text = format_utc(time);
    if (parse_time(text) != time) FAIL("does not survive: " << text);
  }
  for (const Timestamp edge : {at(first), at(last)}) CHECK(parse_time(format_utc(edge)) == edge);
}

TEST_CASE("time: a day is parsed and formatted like the date part of a time") {
  const std::pair<std::string, int> days[] = {
      {"1970-01-01", 0},      {"1969-12-31", -1},       {"2023-08-14", 19'583},
      {"2000-02-29", 11'016}, {"0000-01-01", -719'528}, {"9999-12-31", 2'932'896},
  };
  for (const auto& [text, number] : days) {
    const auto& captured = text;
    CAPTURE(captured);
    const sys_days day{std::chrono::days(number)};
    CHECK(parse_day(text) == day);
    CHECK(format_day(day) == text);
    CHECK(parse_time(text + "T00:00:00Z") == Timestamp(day));
  }
}

TEST_CASE("time: a day that does not exist and text of any other form are rejected") {
  for (const std::string bad : {"",
                                "2023",
                                "2023-08",
                                "2023-08-1",
                                "2023-08-14T00:00:00Z",
                                "2023-08-14 ",
                                " 2023-08-14",
                                "2023-8-14",
                                "23-08-14",
                                "12023-08-14",
                                "-023-08-14",
                                "+2023-08-14",
                                "20230814",
                                "2023/08/14",
                                "2023-08-14Z",
                                "14-08-2023",
                                "2023-00-01",
                                "2023-13-01",
                                "2023-01-00",
                                "2023-01-32",
                                "2023-02-29",
                                "2100-02-29",
                                "2023-02-30",
                                "2023-04-31",
                                "today",
                                "1691971200"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_day(bad).has_value());
  }
}

TEST_CASE("time: every day from year 0 to year 9999 round-trips") {
  for (sys_days day = *parse_day("0000-01-01"); day <= *parse_day("9999-12-31"); day += days(7)) {
    if (parse_day(format_day(day)) != day) FAIL("does not survive: " << format_day(day));
  }
  CHECK(parse_day(format_day(*parse_day("9999-12-31"))) == parse_day("9999-12-31"));
}

}  // namespace
}  // namespace gatehouse

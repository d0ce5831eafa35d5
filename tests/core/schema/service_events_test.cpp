// Reported events: an object of names and numbers, whose faults are all reported at once.

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/service_events.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Null;
using schema::Object;
using schema::Value;
using testing::decoded;
using testing::greatest;
using testing::repeated;
using testing::verdict;

const std::string project = "0190163d8694739b8ea5966c26f8ad91";

Object report(Object events) { return {{"serviceData", {std::move(events)}}}; }
Object report(const std::string& name, Value times = {std::int64_t{1}}) {
  return report(Object{{name, std::move(times)}});
}

/// The readings of a name: "push post_message, push__x y".
std::string readings(const std::string& name) {
  const auto reported = testing::decode<ReportEvents>({report(project + "__" + name)});
  if (!reported) return verdict(reported);
  std::string text;
  for (const auto& [service, event] : reported->events.at(0).readings) {
    text += (text.empty() ? "" : ", ") + service.text() + " " + event;
  }
  return text;
}

TEST_CASE("service events: names and numbers are read in the order of the body") {
  const auto reported = testing::decode<ReportEvents>(
      {report({{project + "__push__post_message", {std::int64_t{3}}},
               {project + "__chat__opened", {std::int64_t{1'000'000'000}}}})});
  REQUIRE(reported);
  REQUIRE(reported->events.size() == 2);
  const ServiceEvent& first = reported->events[0];
  CHECK(first.name == project + "__push__post_message");
  CHECK(first.project.to_string() == project);
  CHECK(first.times == 3);
  CHECK(reported->events[1].times == 1'000'000'000);
}

TEST_CASE("service events: a name with several readings keeps them, the longest code first") {
  CHECK(readings("push__post_message") == "push post_message");
  CHECK(readings("a__b__c") == "a__b c, a b__c");
  CHECK(readings("a___b") == "a_ b, a _b");
  CHECK(readings("push__" + repeated(64, "\u00e9")) == "push " + repeated(64, "\u00e9"));
}

TEST_CASE("service events: a malformed name is a fault of its member") {
  for (const std::string& name : std::vector<std::string>{
           "", "x", project, project + "__", project + "__push", project + "__push__",
           project + "____sent", project + "_push__sent", project + "push__sent",
           "0190163D8694739B8EA5966C26F8AD91__push__sent", project + "0__push__sent",
           project + "__Push__sent", project + "__p\u00fcsh__sent",
           project + "__" + std::string(33, 'p') + "__sent",
           project + "__push__" + std::string(65, 'e'), project + "__push__a\nb"}) {
    CAPTURE(name);
    CHECK(decoded<ReportEvents>(report(name)) == "serviceData." + name);
  }
}

TEST_CASE("service events: a number is an integer from one to 1,000,000,000") {
  const std::string name = project + "__push__sent";
  for (const Value& bad :
       {Value{std::int64_t{0}}, Value{std::int64_t{-1}}, Value{std::int64_t{1'000'000'001}},
        Value{greatest}, Value{1.5}, Value{"1"}, Value{true}, Value{Null{}}, Value{Object{}}}) {
    CAPTURE(schema::describe_type(bad));
    CHECK(decoded<ReportEvents>(report(name, bad)) == "serviceData." + name);
  }
}

TEST_CASE("service events: all faulty members are reported at once") {
  const std::string good = project + "__push__sent";
  CHECK(decoded<ReportEvents>(report({{"a", {std::int64_t{1}}},
                                      {good, {std::int64_t{1}}},
                                      {project + "__push__read", {std::int64_t{0}}},
                                      {"b", {"x"}}})) ==
        "serviceData.a serviceData." + project + "__push__read serviceData.b");
}

TEST_CASE("service events: a report has 1 to 500 events") {
  const auto many = [](std::size_t count) {
    Object events;
    for (std::size_t i = 0; i < count; ++i) {
      events.push_back({project + "__push__e" + std::to_string(i), {std::int64_t{1}}});
    }
    return decoded<ReportEvents>(report(std::move(events)));
  };
  CHECK(many(0) == "serviceData");
  CHECK(many(1) == "accepted");
  CHECK(many(500) == "accepted");
  CHECK(many(501) == "serviceData");
  CHECK(decoded<ReportEvents>({}) == "serviceData");
  for (const Value& bad : {Value{Null{}}, Value{"x"}, Value{schema::List{}}, Value{true}}) {
    CHECK(decoded<ReportEvents>({{"serviceData", bad}}) == "serviceData");
  }
}

TEST_CASE("service events: a report made by a program is checked in the same way") {
  const auto event = [](std::int64_t times) {
    return ServiceEvent{.name = "x",
                        .project = {},
                        .readings = {{*ServiceCode::parse("push"), "sent"}},
                        .times = times};
  };
  CHECK(verdict(testing::check(ReportEvents{{event(1)}})) == "accepted");
  CHECK(verdict(testing::check(ReportEvents{{event(1), event(0)}})) == "serviceData");
  ServiceEvent unnamed = event(1);
  unnamed.readings.clear();
  CHECK(verdict(testing::check(ReportEvents{{unnamed}})) == "serviceData");
  CHECK(verdict(testing::check(ReportEvents{std::vector(501, event(1))})) == "serviceData");
}

}  // namespace
}  // namespace gatehouse

#include <chrono>
#include <limits>

#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

using Days = std::vector<UsageOfDay>;

constexpr std::chrono::sys_days first_day{std::chrono::year{2026} / 2 / 28};
constexpr Timestamp always = Timestamp::min();
constexpr Timestamp never = Timestamp::max();

class UsageFixture : public Fixture {
 public:
  bool insert(const UsageEntry& entry) {
    return commit([&](Transaction& tx) { return tx.usage().insert(entry); });
  }
  std::optional<UsageEntry> find(AccountId owner, ProjectId of, const ServiceCode& what,
                                 const std::string& key) {
    return look([&](auto& tx) { return tx.usage().find(owner, of, what, key); });
  }
  std::optional<UsageEntry> find(const UsageEntry& entry) {
    return find(entry.account, entry.project, entry.service, entry.key);
  }
  Days sums(AccountId owner, ProjectId of, const ServiceCode& what, Timestamp from = always,
            Timestamp until = never, const std::optional<std::string>& event = {}) {
    return look([&](auto& tx) { return tx.usage().sums(owner, of, what, event, from, until); });
  }
  Days sums(Timestamp from = always, Timestamp until = never,
            const std::optional<std::string>& event = {}) {
    return sums(project.account, project.id, service, from, until, event);
  }

  UsageEntry entry(Timestamp when, std::int64_t amount) {
    UsageEntry made = make.usage(project, service);
    made.created_at = when;
    made.amount = amount;
    made.times = 1;
    return made;
  }

  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const Project foreign_project = make.project(make.id<AccountId>());
  const ServiceCode service = make.new_code();
  const ServiceCode other_service = make.new_code();
};

}  // namespace

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-190] usage: keys are unique in account, project and service, byte by byte") {
  const auto insert_with = [&](const Project& of, const ServiceCode& what, std::string key) {
    UsageEntry entry = make.usage(of, what);
    entry.key = std::move(key);
    return insert(entry);
  };
  for (const char* key :
       {"Key", "key", "KEY", "Key ", " Key", "K\u00e4y", "Ka\u0308y", "K%", "", "1", "01", "1.0"}) {
    CAPTURE(key);
    for (const Project& of : {project, sibling, foreign_project}) {
      for (const ServiceCode& what : {service, other_service}) {
        CHECK(insert_with(of, what, key));
        CHECK_FALSE(insert_with(of, what, key));
      }
    }
  }
}

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-191] usage: an id or key in use is refused and changes nothing") {
  const UsageEntry kept = make.usage(project, service);
  UsageEntry same_key = make.usage(project, service);
  same_key.key = kept.key;
  UsageEntry same_id = make.usage(foreign_project, other_service);
  same_id.id = kept.id;
  REQUIRE(insert(kept));
  const Days counted = sums();
  REQUIRE(counted.size() == 1);
  CHECK(counted[0].amount == kept.amount);
  CHECK_FALSE(insert(same_key));
  CHECK_FALSE(insert(same_id));
  CHECK_FALSE(insert(kept));
  CHECK(find(kept) == kept);
  CHECK_FALSE(find(same_id));
  CHECK(sums() == counted);
  CHECK(sums(foreign_project.account, foreign_project.id, other_service).empty());
}

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-191] usage: after a refusal the same transaction continues and commits") {
  const UsageEntry first = make.usage(project, service);
  UsageEntry again = make.usage(project, service);
  again.key = first.key;
  const UsageEntry second = make.usage(project, service);
  CHECK(commit([&](Transaction& tx) {
    return tx.usage().insert(first) && !tx.usage().insert(again) && tx.usage().insert(second);
  }));
  CHECK(find(first) == first);
  CHECK(find(second) == second);
}

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-192] usage: an entry is found in its account, project and service") {
  const UsageEntry kept = make.usage(project, service);
  REQUIRE(insert(kept));
  CHECK(find(kept) == kept);
  CHECK_FALSE(find(foreign_project.account, project.id, service, kept.key));
  CHECK_FALSE(find(project.account, sibling.id, service, kept.key));
  CHECK_FALSE(find(project.account, project.id, other_service, kept.key));
  for (const std::string& key : {kept.key + " ", kept.key + "0", std::string(), kept.event}) {
    CHECK_FALSE(find(project.account, project.id, service, key));
  }
}

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-193] usage: days begin at midnight UTC and are listed in order") {
  constexpr Duration one(1);
  const Timestamp midnight = first_day + std::chrono::days(1);
  // Days without entries, such as 3 and 4 March, are omitted.
  for (const auto& [when, amount] : std::initializer_list<std::pair<Timestamp, std::int64_t>>{
           {midnight + std::chrono::hours(24) + one, 1000},
           {midnight, 10},
           {midnight - one, 2},
           {Timestamp(first_day), 1},
           {first_day - one, 5},
           {midnight + std::chrono::hours(24) - one, 20},
           {midnight + std::chrono::days(4), 7}}) {
    REQUIRE(insert(entry(when, amount)));
  }
  const auto day = [&](int offset) { return first_day + std::chrono::days(offset); };
  CHECK(sums() == Days{{day(-1), 5, 1, 1},
                       {day(0), 3, 2, 2},
                       {day(1), 30, 2, 2},
                       {day(2), 1000, 1, 1},
                       {day(5), 7, 1, 1}});
}

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-193] usage: the range includes its beginning and excludes its end") {
  const Timestamp noon = first_day + std::chrono::hours(12);
  constexpr Duration one(1);
  for (const auto& [when, amount] : std::initializer_list<std::pair<Timestamp, std::int64_t>>{
           {noon - one, 1}, {noon, 2}, {noon + one, 4}}) {
    REQUIRE(insert(entry(when, amount)));
  }
  const auto amount = [&](Timestamp from, Timestamp until) {
    const Days days = sums(from, until);
    REQUIRE(days.size() <= 1);
    return days.empty() ? 0 : days[0].amount;
  };
  CHECK(amount(noon - one, noon + 2 * one) == 7);
  CHECK(amount(noon, noon + 2 * one) == 6);
  CHECK(amount(noon - one, noon + one) == 3);
  CHECK(amount(noon, noon + one) == 2);
  CHECK(amount(noon, noon) == 0);
  CHECK(amount(noon + one, noon) == 0);
  CHECK(amount(noon + 2 * one, never) == 0);
  CHECK(amount(always, noon - one) == 0);
}

TEST_CASE_FIXTURE(UsageFixture, "[ST-193] usage: events are compared byte by byte") {
  for (const auto& [event, amount] : std::initializer_list<std::pair<const char*, std::int64_t>>{
           {"sent", 1}, {"Sent", 2}, {"sent", 4}, {"", 8}, {"sent ", 16}}) {
    UsageEntry made = entry(first_day + std::chrono::hours(1), amount);
    made.event = event;
    REQUIRE(insert(made));
  }
  const auto of = [&](const std::optional<std::string>& event) {
    return sums(always, never, event);
  };
  CHECK(of({}) == Days{{first_day, 31, 5, 5}});
  CHECK(of("sent") == Days{{first_day, 5, 2, 2}});
  CHECK(of("Sent") == Days{{first_day, 2, 1, 1}});
  CHECK(of("") == Days{{first_day, 8, 1, 1}});
  CHECK(of("sent ") == Days{{first_day, 16, 1, 1}});
  CHECK(of("%").empty());
}

TEST_CASE_FIXTURE(UsageFixture, "[ST-193] usage: sums belong to one account, project and service") {
  std::int64_t amount = 1;
  for (const Project& of : {project, sibling, foreign_project}) {
    for (const ServiceCode& what : {service, other_service}) {
      UsageEntry made = make.usage(of, what);
      made.created_at = first_day;
      made.amount = amount;
      made.times = 1;
      amount *= 2;
      REQUIRE(insert(made));
    }
  }
  CHECK(sums() == Days{{first_day, 1, 1, 1}});
  CHECK(sums(project.account, project.id, other_service) == Days{{first_day, 2, 1, 1}});
  CHECK(sums(project.account, sibling.id, service) == Days{{first_day, 4, 1, 1}});
  CHECK(sums(foreign_project.account, foreign_project.id, other_service) ==
        Days{{first_day, 32, 1, 1}});
  CHECK(sums(foreign_project.account, project.id, service).empty());
  CHECK(sums(project.account, foreign_project.id, service).empty());
  CHECK(sums(project.account, project.id, make.new_code()).empty());
}

TEST_CASE_FIXTURE(UsageFixture, "[ST-193] usage: sums are exact, up to the maximum of 64 bits") {
  constexpr std::int64_t half = std::int64_t{1} << 62;
  for (const std::int64_t amount : {half, half - 2, std::int64_t{1}}) {
    REQUIRE(insert(entry(first_day, amount)));
  }
  CHECK(sums() == Days{{first_day, std::numeric_limits<std::int64_t>::max(), 3, 3}});
}

TEST_CASE_FIXTURE(UsageFixture, "[ST-193] usage: times are summed apart from amounts") {
  for (const auto& [amount, times] :
       std::initializer_list<std::pair<std::int64_t, std::int64_t>>{{5, 5}, {0, 40}, {7, 1}}) {
    UsageEntry made = entry(first_day, amount);
    made.times = times;
    REQUIRE(insert(made));
  }
  CHECK(sums() == Days{{first_day, 12, 3, 46}});
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  UsageEntry made = entry(first_day, 0);
  made.times = most - 46;
  REQUIRE(insert(made));
  CHECK(sums() == Days{{first_day, 12, 4, most}});
}

TEST_CASE_FIXTURE(UsageFixture, "[ST-193] usage: entries before 1970 are counted on some day") {
  for (const std::int64_t when : {std::int64_t{-86'400'000'001}, std::int64_t{-1}, std::int64_t{0},
                                  std::numeric_limits<std::int64_t>::min()}) {
    REQUIRE(insert(entry(at(when), 3)));
  }
  std::int64_t amount = 0;
  std::int64_t entries = 0;
  for (const UsageOfDay& day : sums()) {
    amount += day.amount;
    entries += day.entries;
  }
  CHECK(amount == 12);
  CHECK(entries == 4);
}

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-195] usage: the total covers all times and events of one service") {
  const auto total = [&](AccountId owner, ProjectId of, const ServiceCode& what) {
    return look([&](auto& tx) { return tx.usage().total(owner, of, what); });
  };
  CHECK(total(project.account, project.id, service) == 0);
  std::int64_t amount = 1;
  for (const Timestamp when : {always, Timestamp(first_day), never}) {
    for (const Project& of : {project, sibling, foreign_project}) {
      for (const ServiceCode& what : {service, other_service}) {
        UsageEntry made = make.usage(of, what);
        made.created_at = when;
        made.event = std::to_string(amount);
        made.amount = amount;
        amount *= 2;
        REQUIRE(insert(made));
      }
    }
  }
  constexpr std::int64_t each_time = 1 + (1 << 6) + (1 << 12);
  CHECK(total(project.account, project.id, service) == each_time);
  CHECK(total(project.account, project.id, other_service) == 2 * each_time);
  CHECK(total(project.account, sibling.id, service) == 4 * each_time);
  CHECK(total(foreign_project.account, foreign_project.id, other_service) == 32 * each_time);
  CHECK(total(foreign_project.account, project.id, service) == 0);
  CHECK(total(project.account, foreign_project.id, service) == 0);
  CHECK(total(project.account, project.id, make.new_code()) == 0);
}

TEST_CASE_FIXTURE(UsageFixture,
                  "[ST-195] usage: the total is exact, up to the maximum of 64 bits") {
  constexpr std::int64_t half = std::int64_t{1} << 62;
  for (const std::int64_t amount : {half, half - 2, std::int64_t{1}}) {
    REQUIRE(insert(entry(first_day, amount)));
  }
  CHECK(look([&](auto& tx) { return tx.usage().total(project.account, project.id, service); }) ==
        std::numeric_limits<std::int64_t>::max());
}

TEST_CASE_FIXTURE(UsageFixture, "[ST-194] usage: exactly the entries of one account are erased") {
  const UsageEntry mine = make.usage(project, service);
  const UsageEntry siblings = make.usage(sibling, other_service);
  const UsageEntry foreign = make.usage(foreign_project, service);
  for (const UsageEntry& each : {mine, siblings, foreign}) REQUIRE(insert(each));
  const auto erase_all = [&] {
    return commit([&](Transaction& tx) { return tx.usage().erase_all(project.account, many); });
  };
  // With the sum of each service in each project.
  CHECK(erase_all() == 4);
  CHECK(erase_all() == 0);
  CHECK(look([&](auto& tx) { return tx.usage().total(project.account, project.id, service); }) ==
        0);
  CHECK_FALSE(find(mine));
  CHECK_FALSE(find(siblings));
  CHECK(sums().empty());
  CHECK(find(foreign) == foreign);
  CHECK(insert(mine));
}

}  // namespace gatehouse::conformance

#include <algorithm>
#include <limits>

#include <gatehouse/ports/storage/scan.hpp>

#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

using Settings = std::vector<LimitSetting>;

constexpr std::int64_t largest_limit = std::numeric_limits<std::int64_t>::max();

/// Limits of two accounts, two services, these services in two projects of one account and one of
/// the other, and of the installation, all of them different.
class LimitFixture : public Fixture {
 public:
  LimitFixture() {
    for (const LimitSetting& setting : all()) set(setting);
  }

  [[nodiscard]] Settings all() const {
    return {of_installation,  of_service, of_other_service, of_account, in_project,
            other_in_project, in_sibling, of_other,         in_foreign};
  }

  void set(const LimitSetting& setting) {
    commit([&](Transaction& tx) { tx.limits().set(setting); });
  }
  Limits find(const LimitSetting& setting) {
    return look([&](auto& tx) {
      return tx.limits().find(setting.account, setting.project, setting.service);
    });
  }
  /// The current value of each of all().
  Settings found() {
    Settings settings = all();
    for (LimitSetting& setting : settings) setting.limits = find(setting);
    return settings;
  }
  /// In the order of all().
  Settings reaching(AccountId of, const std::optional<ProjectId>& in,
                    const std::optional<ServiceCode>& what) {
    Settings settings = look([&](auto& tx) { return tx.limits().reaching(of, in, what); });
    std::sort(settings.begin(), settings.end(),
              [](const auto& a, const auto& b) { return records::key_of(a) < records::key_of(b); });
    return settings;
  }

  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
  const ProjectId project = make.id<ProjectId>();
  const ProjectId sibling = make.id<ProjectId>();
  const ProjectId foreign = make.id<ProjectId>();
  const ServiceCode service = make.new_code();
  const ServiceCode other_service = make.new_code();

  const LimitSetting of_installation{
      .account = {},
      .project = {},
      .service = {},
      .limits = {.projects = 1, .users = 2, .items = 3, .credentials = 14}};
  const LimitSetting of_service = of_items({}, {}, service, 4);
  const LimitSetting of_other_service = of_items({}, {}, other_service, 5);
  const LimitSetting of_account{
      .account = account,
      .project = {},
      .service = {},
      .limits = {.projects = 6, .users = 7, .items = 8, .credentials = 15}};
  const LimitSetting in_project = of_items(account, project, service, 10);
  const LimitSetting other_in_project = of_items(account, project, other_service, 11);
  const LimitSetting in_sibling = of_items(account, sibling, service, 12);
  const LimitSetting of_other{.account = other,
                              .project = {},
                              .service = {},
                              .limits = {.projects = 9, .users = {}, .items = {}}};
  const LimitSetting in_foreign = of_items(other, foreign, service, 13);

 private:
  static LimitSetting of_items(const Tenant& of, const std::optional<ProjectId>& in,
                               const ServiceCode& what, std::int64_t items) {
    return {.account = of,
            .project = in,
            .service = what,
            .limits = {.projects = {}, .users = {}, .items = items}};
  }
};

}  // namespace

TEST_CASE_FIXTURE(LimitFixture, "[ST-200] limits: setting a limit replaces its former value") {
  CHECK(found() == all());
  for (const Limits& limits :
       {Limits{.projects = {}, .users = 0, .items = largest_limit},
        Limits{.projects = largest_limit, .users = {}, .items = {}},
        Limits{.projects = largest_limit, .users = {}, .items = {}},
        Limits{.projects = {}, .users = {}, .items = 0},
        Limits{.projects = {}, .users = {}, .items = {}, .credentials = 0}}) {
    for (LimitSetting setting : all()) {
      setting.limits = limits;
      set(setting);
      CHECK(find(setting) == limits);
    }
  }
}

TEST_CASE_FIXTURE(LimitFixture, "[ST-200] limits: setting a limit keeps every other one") {
  for (std::size_t i = 0; i < all().size(); ++i) {
    CAPTURE(i);
    Settings expected = all();
    expected[i].limits = {.projects = 100, .users = 200, .items = 300};
    set(expected[i]);
    CHECK(found() == expected);
    expected[i].limits = {};
    set(expected[i]);
    CHECK(found() == expected);
    // Again, when none is set.
    set(expected[i]);
    set(all()[i]);
    CHECK(found() == all());
  }
}

TEST_CASE_FIXTURE(LimitFixture,
                  "[ST-201] limits: one is found only under the exact key it was set for") {
  const auto find_at = [&](const Tenant& of, const std::optional<ProjectId>& in,
                           const std::optional<ServiceCode>& what) {
    return look([&](auto& tx) { return tx.limits().find(of, in, what); });
  };
  CHECK(find_at({}, {}, {}) == of_installation.limits);
  CHECK(find_at({}, {}, service) == of_service.limits);
  CHECK(find_at(account, {}, {}) == of_account.limits);
  CHECK(find_at(account, project, service) == in_project.limits);
  CHECK(find_at(account, project, other_service) == other_in_project.limits);
  CHECK(find_at(account, sibling, service) == in_sibling.limits);
  CHECK(find_at(make.id<AccountId>(), {}, {}) == Limits{});
  CHECK(find_at({}, {}, make.new_code()) == Limits{});
  CHECK(find_at(account, {}, service) == Limits{});
  CHECK(find_at(account, project, {}) == Limits{});
  CHECK(find_at(account, sibling, other_service) == Limits{});
  CHECK(find_at(account, foreign, service) == Limits{});
  CHECK(find_at(other, project, service) == Limits{});
  set({.account = {}, .project = {}, .service = {}, .limits = {}});
  CHECK(find_at({}, {}, {}) == Limits{});
}

TEST_CASE_FIXTURE(LimitFixture,
                  "[ST-202] limits: of all that are set, the four that can apply are returned") {
  CHECK(reaching(account, project, service) ==
        Settings{of_installation, of_service, of_account, in_project});
  CHECK(reaching(account, project, other_service) ==
        Settings{of_installation, of_other_service, of_account, other_in_project});
  CHECK(reaching(account, sibling, service) ==
        Settings{of_installation, of_service, of_account, in_sibling});
  CHECK(reaching(account, sibling, other_service) ==
        Settings{of_installation, of_other_service, of_account});
  CHECK(reaching(other, foreign, service) ==
        Settings{of_installation, of_service, of_other, in_foreign});
  CHECK(reaching(other, project, service) == Settings{of_installation, of_service, of_other});
  CHECK(reaching(account, project, make.new_code()) == Settings{of_installation, of_account});
  CHECK(reaching(make.id<AccountId>(), project, service) == Settings{of_installation, of_service});

  // Without a project and without a service.
  CHECK(reaching(account, {}, service) == Settings{of_installation, of_service, of_account});
  CHECK(reaching(account, project, {}) == Settings{of_installation, of_account});
  CHECK(reaching(account, {}, {}) == Settings{of_installation, of_account});

  // A removed limit is not returned.
  Settings expected{of_installation, of_service, of_account, in_project};
  while (!expected.empty()) {
    LimitSetting taken = expected.front();
    taken.limits = {};
    set(taken);
    expected.erase(expected.begin());
    CHECK(reaching(account, project, service) == expected);
  }
}

TEST_CASE_FIXTURE(LimitFixture, "[ST-203] limits: exactly those of one account are erased") {
  const auto erase_all = [&](AccountId of) {
    return commit([&](Transaction& tx) { return tx.limits().erase_all(of, many); });
  };
  CHECK(erase_all(make.id<AccountId>()) == 0);
  CHECK(found() == all());
  CHECK(erase_all(account) == 4);
  CHECK(erase_all(account) == 0);
  Settings expected = all();
  for (LimitSetting& setting : expected) {
    if (setting.account == account) setting.limits = {};
  }
  CHECK(found() == expected);
}

}  // namespace gatehouse::conformance

#include <algorithm>
#include <limits>
#include <tuple>

#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

using Settings = std::vector<LimitSetting>;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

/// Limits of two accounts, two services and the installation, all of them different.
class LimitFixture : public Fixture {
 public:
  LimitFixture() {
    for (const LimitSetting& setting : all()) set(setting);
  }

  [[nodiscard]] Settings all() const {
    return {of_installation, of_service, of_other_service, of_account, of_other};
  }

  void set(const LimitSetting& setting) {
    commit([&](Transaction& tx) { tx.limits().set(setting); });
  }
  Limits find(const LimitSetting& setting) {
    return look([&](auto& tx) { return tx.limits().find(setting.account, setting.service); });
  }
  /// What all() say now.
  Settings found() {
    Settings settings = all();
    for (LimitSetting& setting : settings) setting.limits = find(setting);
    return settings;
  }
  /// In the order of all().
  Settings reaching(AccountId of, const std::optional<ServiceCode>& what) {
    Settings settings = look([&](auto& tx) { return tx.limits().reaching(of, what); });
    std::sort(settings.begin(), settings.end(), [](const auto& a, const auto& b) {
      return std::tie(a.account, a.service) < std::tie(b.account, b.service);
    });
    return settings;
  }

  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
  const ServiceCode service = make.new_code();
  const ServiceCode other_service = make.new_code();

  const LimitSetting of_installation{
      .account = {}, .service = {}, .limits = {.projects = 1, .users = 2, .items = 3}};
  const LimitSetting of_service{
      .account = {}, .service = service, .limits = {.projects = {}, .users = {}, .items = 4}};
  const LimitSetting of_other_service{
      .account = {}, .service = other_service, .limits = {.projects = {}, .users = {}, .items = 5}};
  const LimitSetting of_account{
      .account = account, .service = {}, .limits = {.projects = 6, .users = 7, .items = 8}};
  const LimitSetting of_other{
      .account = other, .service = {}, .limits = {.projects = 9, .users = {}, .items = {}}};
};

}  // namespace

TEST_CASE_FIXTURE(LimitFixture, "[ST-200] limits: what is set takes the place of the former") {
  CHECK(found() == all());
  for (const Limits& limits : {Limits{.projects = {}, .users = 0, .items = most},
                               Limits{.projects = most, .users = {}, .items = {}},
                               Limits{.projects = most, .users = {}, .items = {}},
                               Limits{.projects = {}, .users = {}, .items = 0}}) {
    for (LimitSetting setting : all()) {
      setting.limits = limits;
      set(setting);
      CHECK(find(setting) == limits);
    }
  }
}

TEST_CASE_FIXTURE(LimitFixture, "[ST-200] limits: setting one leaves every other one") {
  for (std::size_t i = 0; i < all().size(); ++i) {
    CAPTURE(i);
    Settings expected = all();
    expected[i].limits = {.projects = 100, .users = 200, .items = 300};
    set(expected[i]);
    CHECK(found() == expected);
    expected[i].limits = {};
    set(expected[i]);
    CHECK(found() == expected);
    // Once more, though nothing is there.
    set(expected[i]);
    set(all()[i]);
    CHECK(found() == all());
  }
}

TEST_CASE_FIXTURE(LimitFixture, "[ST-201] limits: one answers for exactly what it was set for") {
  const auto find_at = [&](const Tenant& of, const std::optional<ServiceCode>& what) {
    return look([&](auto& tx) { return tx.limits().find(of, what); });
  };
  CHECK(find_at({}, {}) == of_installation.limits);
  CHECK(find_at({}, service) == of_service.limits);
  CHECK(find_at(account, {}) == of_account.limits);
  CHECK(find_at(make.id<AccountId>(), {}) == Limits{});
  CHECK(find_at({}, make.new_code()) == Limits{});
  CHECK(find_at(account, service) == Limits{});
  set({.account = {}, .service = {}, .limits = {}});
  CHECK(find_at({}, {}) == Limits{});
}

TEST_CASE_FIXTURE(LimitFixture,
                  "[ST-202] limits: the account's, the service's and the installation's reach") {
  CHECK(reaching(account, service) == Settings{of_installation, of_service, of_account});
  CHECK(reaching(account, other_service) ==
        Settings{of_installation, of_other_service, of_account});
  CHECK(reaching(account, {}) == Settings{of_installation, of_account});
  CHECK(reaching(other, service) == Settings{of_installation, of_service, of_other});
  CHECK(reaching(account, make.new_code()) == Settings{of_installation, of_account});
  CHECK(reaching(make.id<AccountId>(), service) == Settings{of_installation, of_service});

  // What was taken away reaches nobody.
  set({.account = {}, .service = {}, .limits = {}});
  CHECK(reaching(account, service) == Settings{of_service, of_account});
  set({.account = {}, .service = service, .limits = {}});
  CHECK(reaching(account, service) == Settings{of_account});
  set({.account = account, .service = {}, .limits = {}});
  CHECK(reaching(account, service).empty());
}

TEST_CASE_FIXTURE(LimitFixture, "[ST-203] limits: those of one account go, and no others") {
  const auto erase_all = [&](AccountId of) {
    return commit([&](Transaction& tx) { return tx.limits().erase_all(of); });
  };
  CHECK(erase_all(make.id<AccountId>()) == 0);
  CHECK(found() == all());
  CHECK(erase_all(account) == 1);
  CHECK(erase_all(account) == 0);
  Settings expected = all();
  expected[3].limits = {};
  CHECK(found() == expected);
}

}  // namespace gatehouse::conformance

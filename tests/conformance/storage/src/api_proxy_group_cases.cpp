#include <algorithm>

#include "scoped_names.hpp"

namespace gatehouse::conformance {
namespace {

using Names = std::vector<std::string>;

class GroupFixture : public ScopedNames<Groups> {
 public:
  bool add(const ApiProxyGroup& group, const std::string& proxy) {
    return commit([&](Transaction& tx) {
      return tx.api_proxy_groups().add(group.account, group.scope, group.name, proxy);
    });
  }
  bool remove(const ApiProxyGroup& group, const std::string& proxy) {
    return commit([&](Transaction& tx) {
      return tx.api_proxy_groups().remove(group.account, group.scope, group.name, proxy);
    });
  }
  Names proxies(const ApiProxyGroup& group) {
    return look([&](auto& tx) {
      return tx.api_proxy_groups().proxies(group.account, group.scope, group.name);
    });
  }
  ApiProxyGroup holding(AccountId owner, const Scope& scope, const std::string& name,
                        const Names& held) {
    const ApiProxyGroup group = named(owner, scope, name);
    REQUIRE(insert(group));
    for (const std::string& proxy : held) REQUIRE(add(group, proxy));
    return group;
  }
};

}  // namespace

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-110] API proxy groups: names are unique in account and scope") {
  expect_unique_names();
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-120] API proxy groups: a taken id or name refuses, and changes nothing") {
  expect_refusal_of_what_is_taken();
}

TEST_CASE_FIXTURE(
    GroupFixture,
    "[ST-120] API proxy groups: a refused insert keeps the members of the existing group") {
  const ApiProxyGroup group = holding(account, here, "group", {"orders"});
  CHECK_FALSE(insert(named(account, here, "group")));
  CHECK(proxies(group) == Names{"orders"});
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-121] API proxy groups: one is found in exactly its scope and account") {
  expect_finding_by_scope_and_account();
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-122] API proxy groups: a name exists in whichever scope of the account") {
  expect_existence_in_any_scope();
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-123] API proxy groups: a list is of one scope, or of all the account's") {
  expect_lists_by_scope();
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-382] API proxy groups: those of a scope and of an account are counted") {
  expect_counts_by_scope();
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-124] API proxy groups: one is erased, and no namesake") {
  expect_erasing_one();
}

TEST_CASE_FIXTURE(
    GroupFixture,
    "[ST-216] API proxy groups: erasing the group and then its members keeps the grants on it") {
  const ApiProxyGroup group = holding(account, here, "group", {"orders", "invoices"});
  const ApiProxyGroup namesake = holding(account, everywhere, "group", {"orders"});
  const ApiProxyGroup foreign = holding(other, here, "group", {"orders"});
  const Grant grant = make.grant(make.credential(account, here),
                                 {.type = TargetType::api_proxy_group, .name = "group"});
  REQUIRE(commit([&](Transaction& tx) { return tx.grants().insert(grant); }));
  CHECK(erase(group));
  CHECK_FALSE(proxies(group).empty());
  const auto erase_contents = [&] {
    return commit([&](Transaction& tx) {
      return tx.api_proxy_groups().erase_contents(account, here, group.name, many);
    });
  };
  CHECK(erase_contents() > 0);
  CHECK(erase_contents() == 0);
  CHECK(proxies(group).empty());
  CHECK(proxies(namesake) == Names{"orders"});
  CHECK(proxies(foreign) == Names{"orders"});
  CHECK(look([&](auto& tx) { return tx.grants().list(account, grant.credential, here); }) ==
        std::vector{grant});
  CHECK(insert(group));
  CHECK(proxies(group).empty());
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-125] API proxy groups: an account's go, and no other's") {
  expect_erasing_all();
}

TEST_CASE_FIXTURE(
    GroupFixture,
    "[ST-125] API proxy groups: those of an account are erased with their members, and counted") {
  const ApiProxyGroup local = holding(account, here, "group", {"orders", "invoices"});
  const ApiProxyGroup global = holding(account, everywhere, "group", {"orders"});
  const ApiProxyGroup foreign = holding(other, here, "group", {"orders"});
  CHECK(erase_all(account) == 5);
  REQUIRE(insert(local));
  REQUIRE(insert(global));
  CHECK(proxies(local).empty());
  CHECK(proxies(global).empty());
  CHECK(proxies(foreign) == Names{"orders"});
}

TEST_CASE_FIXTURE(GroupFixture,
                  "[ST-126] API proxy groups: a proxy is a member of a group once, by name") {
  const ApiProxyGroup group = holding(account, here, "group", {});
  const ApiProxyGroup sibling = holding(account, here, "sibling", {});
  const ApiProxyGroup namesake = holding(account, everywhere, "group", {});
  CHECK(add(group, "orders"));
  CHECK_FALSE(add(group, "orders"));
  CHECK(add(group, "Orders"));
  CHECK(add(sibling, "orders"));
  CHECK(proxies(group) == Names{"Orders", "orders"});
  CHECK(proxies(sibling) == Names{"orders"});
  CHECK(proxies(namesake).empty());
}

TEST_CASE_FIXTURE(GroupFixture, "[ST-126] API proxy groups: adding to a missing group is refused") {
  const ApiProxyGroup group = named(account, here, "group");
  holding(account, everywhere, "group", {});
  holding(account, there, "group", {});
  holding(account, here, "Group", {});
  holding(other, here, "group", {});
  CHECK_FALSE(add(group, "orders"));
  CHECK(proxies(group).empty());
  REQUIRE(insert(group));
  CHECK(proxies(group).empty());
  CHECK(add(group, "orders"));
}

TEST_CASE_FIXTURE(GroupFixture, "[ST-127] API proxy groups: a proxy is removed from one group") {
  const ApiProxyGroup group = holding(account, here, "group", {"orders", "invoices"});
  const ApiProxyGroup sibling = holding(account, here, "sibling", {"orders"});
  const ApiProxyGroup namesake = holding(account, everywhere, "group", {"orders"});
  const ApiProxyGroup foreign = holding(other, here, "group", {"orders"});
  CHECK_FALSE(remove(group, "Orders"));
  CHECK_FALSE(remove(sibling, "invoices"));
  CHECK_FALSE(remove(named(account, there, "group"), "orders"));
  CHECK(remove(group, "orders"));
  CHECK_FALSE(remove(group, "orders"));
  CHECK(proxies(group) == Names{"invoices"});
  for (const ApiProxyGroup& each : {sibling, namesake, foreign}) {
    CHECK(proxies(each) == Names{"orders"});
  }
  CHECK(find(group) == group);
  CHECK(add(group, "orders"));
}

TEST_CASE_FIXTURE(GroupFixture, "[ST-128] API proxy groups: members are ordered byte by byte") {
  const Names sorted = {"",  " ", "10",     "9", "A", "Z",  "_",      "a",         "aa",
                        "b", "z", "\u00e4", "ş", "İ", "漢", "\uFFFD", "\U0001F600"};
  Names shuffled(sorted.rbegin(), sorted.rend());
  std::swap(shuffled[2], shuffled[11]);
  Names expected = sorted;
  std::sort(expected.begin(), expected.end());
  const ApiProxyGroup group = holding(account, here, "group", shuffled);
  holding(other, here, "group", {"foreign"});
  CHECK(proxies(group) == expected);
  CHECK(proxies(named(account, here, "unknown")).empty());
}

TEST_CASE_FIXTURE(
    GroupFixture,
    "[ST-129] API proxy groups: a proxy is removed from all groups, or from those of a scope") {
  std::vector<ApiProxyGroup> groups;
  for (const Scope& scope : {here, there, everywhere}) {
    groups.push_back(holding(account, scope, "one", {"orders", "Orders"}));
    groups.push_back(holding(account, scope, "two", {"orders", "invoices"}));
  }
  const ApiProxyGroup foreign = holding(other, here, "one", {"orders"});
  const auto remove_from_all = [&](const std::optional<Scope>& scope) {
    return commit([&](Transaction& tx) {
      return tx.api_proxy_groups().remove_from_all(account, scope, "orders", many);
    });
  };
  const auto holders = [&] {
    return look([&](auto& tx) {
      std::vector<bool> held;
      for (const ApiProxyGroup& group : groups) {
        const Names names = tx.api_proxy_groups().proxies(account, group.scope, group.name);
        held.push_back(names.back() == "orders");
        CHECK(names.size() == (held.back() ? 2 : 1));
      }
      return held;
    });
  };
  using Held = std::vector<bool>;
  CHECK(holders() == Held{true, true, true, true, true, true});
  CHECK(remove_from_all(here) == 2);
  CHECK(remove_from_all(here) == 0);
  CHECK(holders() == Held{false, false, true, true, true, true});
  CHECK(remove_from_all(everywhere) == 2);
  CHECK(holders() == Held{false, false, true, true, false, false});
  CHECK(remove_from_all({}) == 2);
  CHECK(remove_from_all({}) == 0);
  CHECK(holders() == Held{false, false, false, false, false, false});
  CHECK(proxies(foreign) == Names{"orders"});
}

TEST_CASE_FIXTURE(ScopedNames<Groups>,
                  "[ST-10] API proxy groups: pages of an account, of a scope") {
  expect_pages_of_account_and_scope();
}

}  // namespace gatehouse::conformance

#include <algorithm>

#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {
namespace {

GrantTarget on_proxy(std::string name) {
  return {.type = TargetType::api_proxy, .name = std::move(name)};
}
GrantTarget on_group(std::string name) {
  return {.type = TargetType::api_proxy_group, .name = std::move(name)};
}

std::vector<Grant> by_id(std::vector<Grant> grants) {
  std::sort(grants.begin(), grants.end(),
            [](const Grant& a, const Grant& b) { return a.id < b.id; });
  return grants;
}

/// A client of an account with two projects; only grants and groups are stored.
class GrantFixture : public Fixture {
 public:
  Grant grant(const Credential& to, const Scope& scope, GrantTarget target) {
    Grant made = make.grant(to, std::move(target));
    made.scope = scope;
    return made;
  }
  bool insert(const Grant& what) {
    return commit([&](Transaction& tx) { return tx.grants().insert(what); });
  }
  Grant inserted(const Credential& to, const Scope& scope, GrantTarget target) {
    Grant made = grant(to, scope, std::move(target));
    REQUIRE(insert(made));
    return made;
  }
  bool erase(const Grant& what) {
    return commit([&](Transaction& tx) {
      return tx.grants().erase(what.account, what.credential, what.scope, what.target);
    });
  }
  std::vector<Grant> list(const Credential& of, const Scope& scope) {
    return look([&](auto& tx) { return tx.grants().list(of.account, of.id, scope); });
  }
  bool there(const Grant& what) {
    const auto all =
        look([&](auto& tx) { return tx.grants().list(what.account, what.credential, what.scope); });
    return std::find(all.begin(), all.end(), what) != all.end();
  }

  /// A group with the API proxy as a member.
  void group(AccountId owner, const Scope& scope, const std::string& name,
             const std::string& proxy) {
    ApiProxyGroup made = make.api_proxy_group(owner, scope);
    made.name = name;
    REQUIRE(commit([&](Transaction& tx) {
      return tx.api_proxy_groups().insert(made) &&
             tx.api_proxy_groups().add(owner, scope, name, proxy);
    }));
  }
  std::vector<Grant> reaching(AccountId owner, const Credential& of, ProjectId in,
                              const std::string& proxy) {
    return by_id(look([&](auto& tx) { return tx.grants().reaching(owner, of.id, in, proxy); }));
  }

  const AccountId account = make.id<AccountId>();
  const ProjectId project = make.id<ProjectId>();
  const ProjectId sibling = make.id<ProjectId>();
  const Scope here = Scope::of(project);
  const Scope there_ = Scope::of(sibling);
  const Scope everywhere = Scope::everywhere();
  const Credential client = make.credential(account);
  const Credential colleague = make.credential(account);
  const Credential foreigner = make.credential(make.id<AccountId>());
};

using Grants = std::vector<Grant>;

}  // namespace

TEST_CASE_FIXTURE(GrantFixture,
                  "[ST-100] grants: unique per credential, scope and target, byte by byte") {
  const Grant granted = inserted(client, here, on_proxy("orders"));
  CHECK_FALSE(insert(grant(client, here, on_proxy("orders"))));
  Grant same_id = grant(foreigner, everywhere, on_group("others"));
  same_id.id = granted.id;
  CHECK_FALSE(insert(same_id));
  CHECK(list(client, here) == Grants{granted});
  CHECK(list(foreigner, everywhere).empty());

  CHECK(insert(grant(client, here, on_group("orders"))));
  CHECK(insert(grant(client, everywhere, on_proxy("orders"))));
  CHECK(insert(grant(client, there_, on_proxy("orders"))));
  CHECK(insert(grant(colleague, here, on_proxy("orders"))));
  CHECK(insert(grant(foreigner, here, on_proxy("orders"))));
  for (const char* name : {"Orders", "orders ", "ord\u00e9rs", "orde\u0301rs", ""}) {
    CAPTURE(name);
    CHECK(insert(grant(client, here, on_proxy(name))));
    CHECK_FALSE(insert(grant(client, here, on_proxy(name))));
  }
  CHECK(list(client, here).size() == 7);
}

TEST_CASE_FIXTURE(GrantFixture,
                  "[ST-101] grants: those of a credential in exactly that scope, by id") {
  const Grant first = grant(client, here, on_proxy("zulu"));
  Grant second = grant(client, here, on_group("mike"));
  second.expires_at.reset();
  const Grant third = grant(client, here, on_proxy("alpha"));
  for (const Grant& each : {second, third, first}) REQUIRE(insert(each));
  const Grant global = inserted(client, everywhere, on_proxy("zulu"));
  inserted(client, there_, on_proxy("zulu"));
  inserted(colleague, here, on_proxy("zulu"));
  CHECK(list(client, here) == Grants{first, second, third});
  CHECK(list(client, everywhere) == Grants{global});
  CHECK(list(make.credential(account), here).empty());
  CHECK(
      look([&](auto& tx) { return tx.grants().list(foreigner.account, client.id, here); }).empty());

  CHECK_FALSE(erase(grant(colleague, everywhere, on_proxy("zulu"))));
  CHECK_FALSE(erase(grant(client, here, on_proxy("Zulu"))));
  CHECK_FALSE(erase(grant(client, here, on_group("zulu"))));
  Grant stolen = first;
  stolen.account = foreigner.account;
  CHECK_FALSE(erase(stolen));
  CHECK(list(client, here) == Grants{first, second, third});
  CHECK(erase(first));
  CHECK_FALSE(erase(first));
  CHECK(list(client, here) == Grants{second, third});
  CHECK(insert(first));
}

TEST_CASE_FIXTURE(GrantFixture, "[ST-230] grants: those of a credential in a scope come in pages") {
  const PagedIds<GrantId> ids(make);
  for (const GrantId id : ids.shuffled()) {
    Grant one = grant(client, here, on_proxy(id.to_string()));
    one.id = id;
    REQUIRE(insert(one));
  }
  inserted(client, everywhere, on_proxy("zulu"));
  inserted(colleague, here, on_proxy("zulu"));
  const auto ids_of = [&](const Page<GrantId>& page) {
    return keys_of(
        look([&](auto& tx) { return tx.grants().list(client.account, client.id, here, page); }),
        &Grant::id);
  };
  expect_pages(ids.sorted, ids_of);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, ids_of);
}

TEST_CASE_FIXTURE(GrantFixture, "[ST-302] grants: those of a credential in a scope are counted") {
  const auto count = [&](const Credential& of, const Scope& scope) {
    return look([&](auto& tx) { return tx.grants().count(of.account, of.id, scope); });
  };
  CHECK(count(client, here) == 0);
  const Grant first = inserted(client, here, on_proxy("zulu"));
  inserted(client, here, on_group("zulu"));
  inserted(client, everywhere, on_proxy("zulu"));
  inserted(colleague, here, on_proxy("zulu"));
  CHECK(count(client, here) == 2);
  CHECK(count(client, everywhere) == 1);
  CHECK(count(client, there_) == 0);
  CHECK(count(colleague, here) == 1);
  CHECK(look([&](auto& tx) { return tx.grants().count(foreigner.account, client.id, here); }) == 0);
  CHECK(erase(first));
  CHECK(count(client, here) == 1);
  // Dead grants do not count, whatever else the account erases.
  const Grant living = inserted(client, here, on_proxy("alpha"));
  const Grant dead = inserted(client, here, on_proxy("dead"));
  CHECK(commit([&](Transaction& tx) {
          tx.erasures().note({.key = erasure_of::grants_on(account, here, dead.target)});
          return tx.grants().count(client.account, client.id, here);
        }) == 2);
  CHECK(count(client, here) == 2);
  CHECK(count(colleague, here) == 1);
  CHECK(list(client, here).back() == living);
}

TEST_CASE_FIXTURE(
    GrantFixture,
    "[ST-102] grants: a proxy is found by name through grants of the project and global ones") {
  const Grant local = inserted(client, here, on_proxy("orders"));
  const Grant global = inserted(client, everywhere, on_proxy("orders"));
  const Grant elsewhere = inserted(client, there_, on_proxy("orders"));
  inserted(client, here, on_proxy("Orders"));
  inserted(client, here, on_proxy("order"));
  inserted(client, here, on_group("orders"));
  inserted(colleague, here, on_proxy("orders"));
  inserted(foreigner, here, on_proxy("orders"));

  CHECK(reaching(account, client, project, "orders") == Grants{local, global});
  CHECK(reaching(account, client, sibling, "orders") == Grants{global, elsewhere});
  CHECK(reaching(account, client, make.id<ProjectId>(), "orders") == Grants{global});
  CHECK(reaching(account, client, project, "invoices").empty());
  CHECK(reaching(account, make.credential(account), project, "orders").empty());
  CHECK(reaching(foreigner.account, client, project, "orders").empty());
}

TEST_CASE_FIXTURE(
    GrantFixture,
    "[ST-102] grants: one on a group applies to the group of the project or a global one") {
  group(account, here, "local", "orders");
  group(account, everywhere, "global", "orders");
  group(account, there_, "elsewhere", "orders");
  group(account, here, "others", "invoices");
  group(foreigner.account, here, "foreign", "orders");
  group(foreigner.account, everywhere, "foreign", "orders");
  // The same name in both: either is sufficient, and both are returned.
  group(account, here, "twice", "orders");
  group(account, everywhere, "twice", "orders");
  group(account, here, "half", "invoices");
  group(account, everywhere, "half", "orders");

  Grants expected;
  for (const Scope& scope : {here, everywhere}) {
    for (const char* name : {"local", "global", "twice", "half"}) {
      expected.push_back(inserted(client, scope, on_group(name)));
    }
    for (const char* name : {"elsewhere", "others", "foreign", "Local", "orders", "none"}) {
      inserted(client, scope, on_group(name));
    }
    inserted(client, scope, on_proxy("local"));
    inserted(colleague, scope, on_group("local"));
  }
  inserted(client, there_, on_group("local"));
  CHECK(reaching(account, client, project, "orders") == expected);
  CHECK(reaching(account, client, project, "invoices").size() == 4);
  CHECK(reaching(account, client, project, "local").size() == 2);
  CHECK(reaching(foreigner.account, client, project, "orders").empty());
}

TEST_CASE_FIXTURE(
    GrantFixture,
    "[ST-102] grants: one on a group applies to its current members, expired or not") {
  Grant granted = grant(client, everywhere, on_group("group"));
  granted.expires_at = at(0);
  REQUIRE(insert(granted));
  const auto reaches = [&] {
    const Grants found = reaching(account, client, project, "orders");
    CHECK((found.empty() || found == Grants{granted}));
    return !found.empty();
  };
  CHECK_FALSE(reaches());
  group(account, here, "group", "invoices");
  CHECK_FALSE(reaches());
  commit([&](Transaction& tx) {
    REQUIRE(tx.api_proxy_groups().add(account, here, "group", "orders"));
    CHECK(tx.grants().reaching(account, client.id, project, "orders") == Grants{granted});
  });
  CHECK(reaches());
  CHECK(commit([&](Transaction& tx) {
    return tx.api_proxy_groups().remove(account, here, "group", "orders");
  }));
  CHECK_FALSE(reaches());
  CHECK(commit([&](Transaction& tx) {
    return tx.api_proxy_groups().add(account, here, "group", "orders") &&
           tx.api_proxy_groups().erase(account, here, "group");
  }));
  // Members of a group may outlive the record of the group.
  CHECK(reaches());
  CHECK(commit([&](Transaction& tx) {
    return tx.api_proxy_groups().erase_contents(account, here, "group", 10) == 2;
  }));
  CHECK_FALSE(reaches());
}

TEST_CASE_FIXTURE(GrantFixture,
                  "[ST-103] grants: those of one credential are erased in all scopes") {
  const std::vector<Grant> kept = {inserted(colleague, here, on_proxy("orders")),
                                   inserted(foreigner, here, on_proxy("orders"))};
  for (const Scope& scope : {here, there_, everywhere}) {
    inserted(client, scope, on_proxy("orders"));
    inserted(client, scope, on_group("group"));
  }
  const auto erase_of = [&](AccountId owner) {
    return commit(
        [&](Transaction& tx) { return tx.grants().erase_of_credential(owner, client.id, many); });
  };
  CHECK(erase_of(foreigner.account) == 0);
  CHECK(erase_of(account) == 6);
  CHECK(erase_of(account) == 0);
  for (const Scope& scope : {here, there_, everywhere}) CHECK(list(client, scope).empty());
  for (const Grant& each : kept) CHECK(there(each));
}

TEST_CASE_FIXTURE(GrantFixture,
                  "[ST-104] grants: those on a target are erased, in one scope or in all") {
  const std::vector<Grant> kept = {
      inserted(client, here, on_group("orders")), inserted(client, here, on_proxy("Orders")),
      inserted(client, here, on_proxy("invoices")), inserted(foreigner, here, on_proxy("orders"))};
  std::vector<Grant> on_it;
  for (const Credential& credential : {client, colleague}) {
    for (const Scope& scope : {here, there_, everywhere}) {
      on_it.push_back(inserted(credential, scope, on_proxy("orders")));
    }
  }
  const auto erase_of_target = [&](const std::optional<Scope>& scope, const GrantTarget& target) {
    return commit(
        [&](Transaction& tx) { return tx.grants().erase_of_target(account, scope, target, many); });
  };
  CHECK(erase_of_target({}, on_proxy("nothing")) == 0);
  CHECK(erase_of_target(Scope::of(make.id<ProjectId>()), on_proxy("orders")) == 0);
  CHECK(erase_of_target(here, on_proxy("orders")) == 2);
  CHECK(erase_of_target(here, on_proxy("orders")) == 0);
  for (const Grant& each : on_it) CHECK(there(each) == (each.scope != here));
  CHECK(erase_of_target(everywhere, on_proxy("orders")) == 2);
  for (const Grant& each : on_it) CHECK(there(each) == (each.scope == there_));
  CHECK(insert(on_it.front()));
  CHECK(erase_of_target({}, on_proxy("orders")) == 3);
  for (const Grant& each : on_it) CHECK_FALSE(there(each));
  for (const Grant& each : kept) CHECK(there(each));
  CHECK(erase_of_target({}, on_group("orders")) == 1);
}

TEST_CASE_FIXTURE(GrantFixture, "[ST-105] grants: exactly those of one account are erased") {
  const Grant foreign = inserted(foreigner, everywhere, on_proxy("orders"));
  inserted(client, here, on_proxy("orders"));
  inserted(client, everywhere, on_group("group"));
  inserted(colleague, there_, on_proxy("orders"));
  const auto erase_all = [&] {
    return commit([&](Transaction& tx) { return tx.grants().erase_all(account, many); });
  };
  CHECK(erase_all() == 3);
  CHECK(erase_all() == 0);
  CHECK(list(client, here).empty());
  CHECK(there(foreign));
}

}  // namespace gatehouse::conformance

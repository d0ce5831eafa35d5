/// Deletions of projects and consumers, and of items of the catalogue.
#include <gatehouse/ports/storage/scan.hpp>

#include <algorithm>
#include <set>
#include <vector>

#include "erasure_fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {
namespace {

/// The projects of the records of a kind that a scan finds.
template <class Record>
std::set<ProjectId> projects_in_scan(const Transaction& tx) {
  std::set<ProjectId> projects;
  for_each_record<Record>(Scan::through(tx), 1, [&](const Record& record) {
    if constexpr (requires { record.scope; }) {
      if (record.scope.project()) projects.insert(*record.scope.project());
    } else if constexpr (requires { ProjectId(record.project); }) {
      projects.insert(record.project);
    } else {
      if (record.project) projects.insert(*record.project);
    }
  });
  return projects;
}

template <class... Records>
std::vector<std::set<ProjectId>> projects_in_scans(const Transaction& tx) {
  return {projects_in_scan<Records>(tx)...};
}

std::vector<std::set<ProjectId>> all_projects_in_scans(const Transaction& tx) {
  return projects_in_scans<Attachment, AttachedConsumer, ConsumerToken, TokenFamily, ServiceToken,
                           Member, Credential, Grant, ApiProxy, ApiProxyGroup, GroupedApiProxy,
                           UsageEntry, LimitSetting>(tx);
}

}  // namespace

TEST_CASE_FIXTURE(ErasureFixture, "[ST-360] erasures: no token of an erased project is found") {
  note(erasure_of::project(account, project));
  const auto found = [&](const World& of) {
    return look([&](auto& tx) {
      return std::vector{tx.consumer_tokens().find(of.token.digest).has_value(),
                         tx.token_families().find(of.family.id).has_value(),
                         tx.token_families().find_by_origin(of.family.origin).has_value(),
                         tx.service_tokens().find(of.service_token.digest).has_value(),
                         tx.credentials().find(of.account.id, of.credential.username).has_value()};
    });
  };
  CHECK(found(world) == std::vector<bool>(5, false));
  CHECK(found(other) == std::vector<bool>(5, true));
  CHECK(seen(other) == whole(other, 4));
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-360] erasures: lists of an account skip the scope of an erased project") {
  const Credential global = make.credential(account);
  const ApiProxy proxy = make.api_proxy(account);
  const ApiProxyGroup group = make.api_proxy_group(account);
  commit([&](Transaction& tx) {
    return tx.credentials().insert(global) && tx.api_proxies().insert(proxy) &&
           tx.api_proxy_groups().insert(group);
  });
  const auto proxies = [&] {
    return look(
        [&](auto& tx) { return tx.api_proxies().list(account, {}, {.after = {}, .limit = 1}); });
  };
  CHECK(proxies() == std::vector{world.api_proxy});
  note(erasure_of::project(account, project));
  CHECK(proxies() == std::vector{proxy});
  CHECK(look([&](auto& tx) {
          return tx.api_proxy_groups().list(account, {}, {.after = {}, .limit = many});
        }) == std::vector{group});
  CHECK(look([&](auto& tx) {
          return tx.credentials().list(account, {}, {.after = {}, .limit = 1});
        }) == std::vector{global});
  CHECK(look([&](auto& tx) {
          return std::vector{tx.credentials().count(account, {}),
                             tx.api_proxies().count(account, {}),
                             tx.api_proxy_groups().count(account, {})};
        }) == std::vector<std::size_t>(3, 1));
  const auto exist = [&](const World& of) {
    return look([&](auto& tx) {
      return tx.api_proxies().exists(of.account.id, of.api_proxy.name) ||
             tx.api_proxy_groups().exists(of.account.id, of.api_proxy_group.name);
    });
  };
  CHECK_FALSE(exist(world));
  CHECK(exist(other));
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-360] erasures: a scan skips what belongs to the project") {
  const std::set<ProjectId> both{project, other.project.id};
  const auto before = look([](auto& tx) { return all_projects_in_scans(tx); });
  CHECK(std::all_of(before.begin(), before.end(), [&](auto& found) { return found == both; }));
  note(erasure_of::project(account, project));
  const std::set<ProjectId> rest{other.project.id};
  const auto after = look([](auto& tx) { return all_projects_in_scans(tx); });
  CHECK(std::all_of(after.begin(), after.end(), [&](auto& found) { return found == rest; }));
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-360] erasures: an erased consumer has no tokens") {
  const Consumer colleague = make.consumer(account);
  const ConsumerToken token = make.token(world.project, world.item.code, colleague);
  commit([&](Transaction& tx) { tx.consumer_tokens().insert(token); });
  note(erasure_of::consumer_everywhere(account, world.consumer.id));
  CHECK_FALSE(look([&](auto& tx) { return tx.consumer_tokens().find(world.token.digest); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.token_families().find(world.family.id); }));
  CHECK(look([&](auto& tx) { return tx.consumer_tokens().find(token.digest); }) == token);
  CHECK(look([](auto& tx) { return projects_in_scan<AttachedConsumer>(tx); }) ==
        std::set{other.project.id});
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-361] credentials: the username of an erased project's is available") {
  Credential next = make.credential(account);
  next.username = world.credential.username;
  const auto insert_next = [&] {
    return commit([&](Transaction& tx) { return tx.credentials().insert(next); });
  };
  CHECK_FALSE(insert_next());
  note(erasure_of::project(account, make.id<ProjectId>()));
  CHECK_FALSE(insert_next());
  note(erasure_of::project(account, project));
  CHECK(insert_next());
  CHECK(look([&](auto& tx) { return tx.credentials().find(account, next.username); }) == next);
  CHECK(commit([&](Transaction& tx) {
          return tx.credentials().erase_of_project(account, project, many);
        }) == 0);
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-362] projects: one is erased with its push keys alone") {
  const auto erase = [&](AccountId of) {
    return commit([&](Transaction& tx) { return tx.projects().erase(of, project); });
  };
  CHECK_FALSE(erase(other.account.id));
  CHECK(seen(world) == whole(world, 4));
  CHECK(erase(account));
  CHECK_FALSE(erase(account));
  CHECK_FALSE(look([&](auto& tx) { return tx.projects().find(account, project); }));
  CHECK(look([&](auto& tx) { return tx.projects().count(account); }) == 0);
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(account, project); }) ==
        SealedPushKeys{});
  CHECK(look([&](auto& tx) { return tx.attachments().codes(account, project).size(); }) == 1);
  Project again = make.project(account);
  again.name = world.project.name;
  CHECK(commit([&](Transaction& tx) { return tx.projects().insert(again); }));
  CHECK(seen(other) == whole(other, 4));
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-363] consumers: one is erased without its attachments") {
  const auto erase = [&](AccountId of) {
    return commit([&](Transaction& tx) { return tx.consumers().erase(of, world.consumer.id); });
  };
  CHECK_FALSE(erase(other.account.id));
  CHECK(erase(account));
  CHECK_FALSE(erase(account));
  CHECK_FALSE(look([&](auto& tx) { return tx.consumers().find(account, world.consumer.id); }));
  CHECK(look(
      [&](auto& tx) { return tx.consumers().is_attached(account, project, world.consumer.id); }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-364] consumers: pages of those attached to one project") {
  const AccountId account = make.id<AccountId>();
  const ProjectId project = make.id<ProjectId>();
  const PagedIds<ConsumerId> ids(make);
  commit([&](Transaction& tx) {
    for (const ConsumerId id : ids.shuffled()) REQUIRE(tx.consumers().attach(account, project, id));
    return tx.consumers().attach(account, make.id<ProjectId>(), make.id<ConsumerId>()) &&
           tx.consumers().attach(make.id<AccountId>(), project, make.id<ConsumerId>());
  });
  const auto list = [&](const Page<ConsumerId>& page) {
    return look([&](auto& tx) { return tx.consumers().attached(account, project, page); });
  };
  expect_pages(ids.sorted, list);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, list);
}

TEST_CASE_FIXTURE(Fixture, "[ST-365] consumers: the projects of one are found") {
  const AccountId account = make.id<AccountId>();
  const ConsumerId consumer = make.id<ConsumerId>();
  const std::set<ProjectId> projects{make.id<ProjectId>(), make.id<ProjectId>(),
                                     make.id<ProjectId>()};
  commit([&](Transaction& tx) {
    for (const ProjectId project : projects) {
      REQUIRE(tx.consumers().attach(account, project, consumer));
    }
    return tx.consumers().attach(account, make.id<ProjectId>(), make.id<ConsumerId>()) &&
           tx.consumers().attach(make.id<AccountId>(), *projects.begin(), consumer);
  });
  const auto found = [&](std::size_t limit) {
    return look([&](auto& tx) { return tx.consumers().projects_of(account, consumer, limit); });
  };
  const auto all = found(many);
  CHECK(std::set(all.begin(), all.end()) == projects);
  CHECK(all.size() == 3);
  CHECK(found(2).size() == 2);
  CHECK(found(0).empty());
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-366] a project's records are erased in steps") {
  const UsageEntry entry = make.usage(world.project, world.item.code);
  commit([&](Transaction& tx) {
    tx.consumer_tokens().insert(make.token(world.project, world.item.code, world.consumer));
    return tx.usage().insert(entry) && tx.api_proxies().insert(make.api_proxy(account));
  });
  const auto erase = [&](AccountId of) {
    std::vector<std::size_t> counts;
    commit([&](Transaction& tx) {
      counts.clear();
      tx.each_of_projects([&](auto& records) {
        std::size_t erased = 0;
        while (const std::size_t rows = records().erase_of_project(of, project, 1)) erased += rows;
        counts.push_back(erased);
      });
    });
    return counts;
  };
  CHECK(erase(other.account.id) == std::vector<std::size_t>(11, 0));
  CHECK(seen(other) == whole(other, 4));
  // Groups with their contents, and usage with its sum.
  CHECK(erase(account) == std::vector<std::size_t>{1, 2, 1, 1, 1, 3, 1, 1, 2, 1, 1});
  CHECK(erase(account) == std::vector<std::size_t>(11, 0));
  CHECK(look([&](auto& tx) { return tx.usage().total(account, project, world.item.code); }) == 0);
  CHECK(look([&](auto& tx) {
          return tx.api_proxies().list(account, {}, {.after = {}, .limit = many}).size();
        }) == 1);
  CHECK(seen(other) == whole(other, 4));
}

TEST_CASE_FIXTURE(Fixture, "[ST-367] catalogue: an item is erased once") {
  const CatalogueItem item = make.item();
  const CatalogueItem stays = make.item();
  commit(
      [&](Transaction& tx) { return tx.catalogue().insert(item) && tx.catalogue().insert(stays); });
  const auto erase = [&] {
    return commit([&](Transaction& tx) { return tx.catalogue().erase(item.code); });
  };
  CHECK(erase());
  CHECK_FALSE(erase());
  CHECK_FALSE(look([&](auto& tx) { return tx.catalogue().find(item.code); }));
  CHECK(look([&](auto& tx) { return tx.catalogue().list({.after = {}, .limit = many}); }) ==
        std::vector{stays});
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-368] attachments: a service is in use until what has it is erased") {
  const auto is_in_use = [&](const ServiceCode& service) {
    return look([&](auto& tx) { return tx.attachments().is_in_use(service); });
  };
  CHECK(is_in_use(world.item.code));
  CHECK(is_in_use(other.item.code));
  CHECK_FALSE(is_in_use(make.new_code()));
  SUBCASE("the project") { note(erasure_of::project(account, project)); }
  SUBCASE("the account") { note(erasure_of::account(account)); }
  SUBCASE("the attachment") {
    commit(
        [&](Transaction& tx) { return tx.attachments().erase(account, project, world.item.code); });
  }
  CHECK_FALSE(is_in_use(world.item.code));
  CHECK(is_in_use(other.item.code));
}

}  // namespace gatehouse::conformance

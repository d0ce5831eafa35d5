// Which limit applies, and who may set it.
#include <gatehouse/schema/usage.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>
#include <gatehouse/services/metering/limits.hpp>

#include <optional>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using Limit = std::optional<std::int64_t>;

/// Sets the limit, or removes it.
NewLimit to(Limit limit) { return {limit}; }

struct Bench {
  explicit Bench(World& on)
      : world(on), shop(on), root(on.the_operator()), limits(on.services.limits) {}

  void of_installation(const SetLimits& command) {
    must(limits.set_of_installation(root, checked(command)));
  }
  void of_service(Limit limit) {
    must(limits.set_of_service(root, code("push"), checked<SetItemLimit>({to(limit)})));
  }
  void of_account(const SetLimits& command) {
    must(limits.set_of_account(root, shop.account, checked(command)));
  }
  void of_project(Limit limit) {
    must(limits.set_of_project(root, shop.account, shop.project,
                               checked<SetUserLimit>({to(limit)})));
  }
  void of_attachment(Limit limit) { limit_items(world, shop, limit); }

  std::int64_t items() {
    return must(world.services.attachments.get(shop.admin, shop.project, code("push"))).item_limit;
  }
  std::int64_t users() {
    return must(world.services.projects.get(shop.admin, shop.project)).user_limit;
  }
  std::int64_t projects() {
    return world.storage.read([&](const Transaction& tx) {
      return EffectiveLimits(tx, shop.account, world.services.settings).projects();
    });
  }

  World& world;
  TokenShop shop;
  Principal root;
  LimitSettings& limits;
};

TEST_CASE("limits: the most specific limit of items applies, in every combination") {
  for (unsigned set = 0; set < 32; ++set) {
    CAPTURE(set);
    Settings settings{.items_per_service = 6};
    if ((set & 8U) != 0) settings.items_of_service[code("push")] = 4;
    World world(settings);
    Bench bench(world);
    std::int64_t expected = 6;
    if ((set & 16U) != 0) bench.of_installation({.items = to(expected = 5)});
    if ((set & 8U) != 0) expected = 4;
    if ((set & 4U) != 0) bench.of_service(expected = 3);
    if ((set & 2U) != 0) bench.of_account({.items = to(expected = 2)});
    if ((set & 1U) != 0) bench.of_attachment(expected = 1);
    CHECK(bench.items() == expected);
  }
}

TEST_CASE(
    "limits: the most specific limit of consumers and projects applies, in every combination") {
  for (unsigned set = 0; set < 8; ++set) {
    CAPTURE(set);
    World world({.projects_per_account = 14, .consumers_per_project = 4});
    Bench bench(world);
    std::int64_t users = 4;
    std::int64_t projects = 14;
    if ((set & 4U) != 0) {
      bench.of_installation({.projects = to(projects = 13), .users = to(users = 3)});
    }
    if ((set & 2U) != 0) bench.of_account({.projects = to(projects = 12), .users = to(users = 2)});
    if ((set & 1U) != 0) bench.of_project(users = 1);
    CHECK(bench.users() == users);
    CHECK(bench.projects() == projects);
    CHECK(must(world.services.projects.list(bench.shop.admin, {})).items.at(0).user_limit == users);
  }
}

TEST_CASE("limits: zero is a limit, and null means unlimited") {
  World world({.items_per_service = 6});
  Bench bench(world);
  bench.of_installation({.items = to(5)});
  bench.of_service(4);
  bench.of_account({.items = to(0)});
  CHECK(bench.items() == 0);
  bench.of_account({.items = to({})});
  CHECK(bench.items() == 4);
  bench.of_attachment(0);
  CHECK(bench.items() == 0);
  bench.of_attachment({});
  bench.of_service({});
  CHECK(bench.items() == 5);
  bench.of_installation({.items = to({})});
  CHECK(bench.items() == 6);
  CHECK(world.all<LimitSetting>().empty());
}

TEST_CASE("limits: an omitted limit is kept, and the answer contains the limits that are set") {
  World world;
  Bench bench(world);
  const Limits all{.projects = 1, .users = 2, .items = 3};
  CHECK(must(bench.limits.set_of_installation(
            bench.root, checked<SetLimits>({.projects = to(1), .users = to(2), .items = to(3)}))) ==
        all);
  CHECK(must(bench.limits.set_of_installation(bench.root, checked<SetLimits>({}))) == all);
  const Limits fewer{.projects = {}, .users = 2, .items = 7};
  CHECK(must(bench.limits.set_of_installation(
            bench.root, checked<SetLimits>({.projects = to({}), .items = to(7)}))) == fewer);
  CHECK(must(bench.limits.of_installation(bench.root)) == fewer);

  // Each answer contains the limits set at that level, not the effective ones.
  const AccountId account = bench.shop.account;
  const ProjectId project = bench.shop.project;
  CHECK(must(bench.limits.of_account(bench.root, account)) == Limits{});
  CHECK(must(bench.limits.of_service(bench.root, code("push"))) == Limits{});
  CHECK(must(bench.limits.of_project(bench.root, account, project)) == Limits{});
  CHECK(must(bench.limits.of_attachment(bench.root, account, project, code("push"))) == Limits{});
  const Limits users{.projects = {}, .users = 9, .items = {}};
  CHECK(must(bench.limits.set_of_project(bench.root, account, project,
                                         checked<SetUserLimit>({to(9)}))) == users);
  CHECK(must(bench.limits.of_project(bench.root, account, project)) == users);
  const Limits items{.projects = {}, .users = {}, .items = 8};
  CHECK(must(bench.limits.set_of_service(bench.root, code("push"),
                                         checked<SetItemLimit>({to(8)}))) == items);
  CHECK(must(bench.limits.of_service(bench.root, code("push"))) == items);
  CHECK(must(bench.limits.set_of_attachment(bench.root, account, project, code("push"),
                                            checked<SetItemLimit>({to(8)}))) == items);
  CHECK(must(bench.limits.of_attachment(bench.root, account, project, code("push"))) == items);
}

TEST_CASE("limits: limits of one account, project or service do not affect others") {
  World world({.items_per_service = 6});
  Bench bench(world);
  const TokenShop other(world, "bob@example.com");
  world.offer("chat");
  world.attach_service(bench.shop.admin, bench.shop.project, "chat");
  const ProjectId blog = world.project(bench.shop.admin, "Blog");
  world.attach_service(bench.shop.admin, blog, "push");
  const auto items = [&](const Principal& admin, ProjectId project, const char* service) {
    return must(world.services.attachments.get(admin, project, code(service))).item_limit;
  };
  bench.of_attachment(1);
  CHECK(bench.items() == 1);
  CHECK(items(bench.shop.admin, blog, "push") == 6);
  bench.of_account({.users = to(2), .items = to(2)});
  CHECK(items(bench.shop.admin, blog, "push") == 2);
  CHECK(items(bench.shop.admin, bench.shop.project, "chat") == 2);
  CHECK(items(other.admin, other.project, "push") == 6);
  CHECK(must(world.services.projects.get(other.admin, other.project)).user_limit == 1000);
  bench.of_service(3);
  CHECK(items(other.admin, other.project, "push") == 3);
  bench.of_account({.items = to({})});
  CHECK(items(bench.shop.admin, bench.shop.project, "chat") == 6);
  CHECK(items(bench.shop.admin, blog, "push") == 3);
}

TEST_CASE("limits: a change of the limit of projects applies to the next project") {
  World world({.projects_per_account = 2});
  Bench bench(world);
  const auto create = [&](const char* name) {
    return outcome(
        world.services.projects.create(bench.shop.admin, checked<DescribeProject>({name})));
  };
  CHECK(create("Two") == "done");
  CHECK(create("Three") == "limit_exceeded");
  bench.of_account({.projects = to(3)});
  CHECK(create("Three") == "done");
  CHECK(create("Four") == "limit_exceeded");
  bench.of_account({.projects = to(1)});
  CHECK(create("Four") == "limit_exceeded");
  // Existing projects are kept.
  CHECK(must(world.services.projects.list(bench.shop.admin, {})).items.size() == 3);
  bench.of_account({.projects = to({})});
  bench.of_installation({.projects = to(4)});
  CHECK(create("Four") == "done");
  CHECK(create("Five") == "limit_exceeded");
}

TEST_CASE("limits: a change of the limit of consumers applies to the next attachment") {
  World world({.consumers_per_project = 1});
  Bench bench(world);
  auto& consumers = world.services.consumers;
  const auto attach = [&] {
    return outcome(consumers.attach(bench.shop.admin, bench.shop.project,
                                    checked<AttachConsumer>({world.consumer(bench.shop.admin)})));
  };
  CHECK(attach() == "limit_exceeded");
  bench.of_project(2);
  CHECK(attach() == "done");
  CHECK(attach() == "limit_exceeded");
  bench.of_project(0);
  CHECK(attach() == "limit_exceeded");
  must(consumers.detach(bench.shop.admin, bench.shop.project, bench.shop.consumer));
  CHECK(attach() == "limit_exceeded");
  bench.of_project({});
  bench.of_account({.users = to(2)});
  CHECK(attach() == "done");
}

TEST_CASE(
    "limits: a change of the limit of items applies at once to issue, exchange and metering") {
  World world({.items_per_service = 10});
  Bench bench(world);
  const TokenShop& shop = bench.shop;
  const ServiceCaller service = world.service_of(shop.admin, shop.project);
  int key = 0;
  const auto use = [&](std::int64_t amount) {
    return outcome(
        world.services.usage.record(service, shop.project, code("push"), std::to_string(++key),
                                    checked<RecordUsage>({.amount = amount, .event = "sent"})));
  };
  const auto mint = [&] {
    return outcome(world.services.consumers.mint_token(
        shop.admin, checked<MintConsumerToken>({shop.consumer, shop.project, code("push")})));
  };
  const std::string token = refreshed(world, minted(world, shop));
  CHECK(use(10) == "done");
  CHECK(mint() == "limit_exceeded");
  CHECK(use(1) == "limit_exceeded");
  CHECK(told_of(world, token) == "inactive");

  bench.of_account({.items = to(12)});
  CHECK(mint() == "done");
  CHECK(told_of(world, token) == "refresh_token");
  const std::string next = refreshed(world, token);
  CHECK(use(1) == "done");
  bench.of_account({.items = to(11)});
  CHECK(mint() == "limit_exceeded");
  CHECK(use(1) == "limit_exceeded");
  CHECK(outcome(present(world, next)) == "unauthenticated");
  bench.of_account({.items = to(1'000'000)});
  CHECK(outcome(present(world, next)) == "unauthenticated");
  CHECK(mint() == "done");
}

TEST_CASE("limits: unknown records have no limits, and only root may read or set limits") {
  World world;
  Bench bench(world);
  const TokenShop other(world, "bob@example.com");
  world.offer("chat");
  const AccountId account = bench.shop.account;
  const ProjectId project = bench.shop.project;
  auto& limits = bench.limits;
  const auto both = [](const auto& got, const auto& set) {
    CHECK(outcome(got) == outcome(set));
    return outcome(set);
  };
  const auto of_service = [&](const Principal& who, const char* service) {
    return both(limits.of_service(who, code(service)),
                limits.set_of_service(who, code(service), checked<SetItemLimit>({to(1)})));
  };
  const auto of_account = [&](const Principal& who, AccountId id) {
    return both(limits.of_account(who, id),
                limits.set_of_account(who, id, checked<SetLimits>({.items = to(1)})));
  };
  const auto of_project = [&](const Principal& who, AccountId id, ProjectId project_id) {
    return both(limits.of_project(who, id, project_id),
                limits.set_of_project(who, id, project_id, checked<SetUserLimit>({to(1)})));
  };
  const auto of_attachment = [&](const Principal& who, AccountId id, ProjectId project_id,
                                 const char* service) {
    return both(limits.of_attachment(who, id, project_id, code(service)),
                limits.set_of_attachment(who, id, project_id, code(service),
                                         checked<SetItemLimit>({to(1)})));
  };
  const Registration pending = world.registered("new@example.com");
  CHECK(of_service(bench.root, "unknown") == "not_found");
  CHECK(of_account(bench.root, {}) == "not_found");
  CHECK(of_account(bench.root, pending.id) == "not_found");
  CHECK(of_project(bench.root, account, {}) == "not_found");
  CHECK(of_project(bench.root, account, other.project) == "not_found");
  CHECK(of_project(bench.root, other.account, project) == "not_found");
  CHECK(of_attachment(bench.root, account, project, "unknown") == "not_found");
  CHECK(of_attachment(bench.root, account, other.project, "push") == "not_found");
  CHECK(of_attachment(bench.root, other.account, project, "push") == "not_found");
  CHECK(world.all<LimitSetting>().empty());
  for (const Principal* who : {&std::as_const(bench.shop.admin), &other.admin}) {
    CHECK(both(limits.of_installation(*who),
               limits.set_of_installation(*who, checked<SetLimits>({.items = to(1)}))) ==
          "permission_denied");
    CHECK(of_service(*who, "push") == "permission_denied");
    CHECK(of_account(*who, account) == "permission_denied");
    CHECK(of_project(*who, account, project) == "permission_denied");
    CHECK(of_attachment(*who, account, project, "push") == "permission_denied");
  }
  CHECK(world.all<LimitSetting>().empty());
  CHECK(of_service(bench.root, "chat") == "done");
  // The service need not be attached.
  CHECK(of_attachment(bench.root, account, project, "chat") == "done");
}

TEST_CASE("limits: limits are deleted with their account, and others are kept") {
  World world;
  Bench bench(world);
  bench.of_account({.items = to(1)});
  bench.of_attachment(4);
  bench.of_service(2);
  bench.of_installation({.items = to(3)});
  must(world.services.accounts.remove(bench.shop.admin));
  CHECK(world.all<LimitSetting>().size() == 2);
  CHECK(outcome(bench.limits.of_account(bench.root, bench.shop.account)) == "not_found");
}

TEST_CASE("limits: the limit of a service in a project is kept before and after its attachment") {
  World world({.items_per_service = 6});
  Bench bench(world);
  world.offer("chat");
  auto& attachments = world.services.attachments;
  const AccountId account = bench.shop.account;
  const ProjectId project = bench.shop.project;
  must(bench.limits.set_of_attachment(bench.root, account, project, code("chat"),
                                      checked<SetItemLimit>({to(2)})));
  CHECK(world.attach_service(bench.shop.admin, project, "chat").item_limit == 2);
  must(attachments.remove(bench.shop.admin, project, code("chat")));
  CHECK(must(bench.limits.of_attachment(bench.root, account, project, code("chat"))).items == 2);
  must(bench.limits.set_of_attachment(bench.root, account, project, code("chat"),
                                      checked<SetItemLimit>({to({})})));
  CHECK(world.attach_service(bench.shop.admin, project, "chat").item_limit == 6);
}

TEST_CASE("limits: attaching a used-up service again does not reset its items") {
  World world({.items_per_service = 1000});
  Bench bench(world);
  const TokenShop& shop = bench.shop;
  const ServiceCaller service = world.service_of(shop.admin, shop.project);
  const auto use = [&](const char* key, std::int64_t amount) {
    return outcome(
        world.services.usage.record(service, shop.project, code("push"), key,
                                    checked<RecordUsage>({.amount = amount, .event = "sent"})));
  };
  const auto mint = [&] {
    return outcome(world.services.consumers.mint_token(
        shop.admin, checked<MintConsumerToken>({shop.consumer, shop.project, code("push")})));
  };
  bench.of_attachment(10);
  CHECK(use("a", 4) == "done");
  CHECK(use("b", 6) == "done");
  for (int i = 0; i < 3; ++i) {
    CAPTURE(i);
    must(world.services.attachments.remove(shop.admin, shop.project, code("push")));
    const AttachmentView view = world.attach_service(shop.admin, shop.project, "push");
    CHECK(view.attachment.item_used == 10);
    CHECK(view.item_limit == 10);
    CHECK(use("c", 1) == "limit_exceeded");
    CHECK(mint() == "limit_exceeded");
  }
  // Only root can raise the limit.
  bench.of_attachment(11);
  CHECK(mint() == "done");
  CHECK(use("c", 1) == "done");
  CHECK(use("d", 1) == "limit_exceeded");
}

}  // namespace
}  // namespace gatehouse::testing

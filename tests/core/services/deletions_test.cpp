/// Deletions of projects, consumers and items of the catalogue.
#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <gatehouse/services/issue.hpp>

#include "estate.hpp"
#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

/// More records than a deletion removes by itself.
constexpr int more_than_at_once = 1300;

/// Whether a row of a kind that belongs to the project, or is in its scope, is stored.
template <class Record>
bool has_rows(World& world, ProjectId project) {
  return world.storage.read([&](const Transaction& tx) {
    bool found = false;
    for (const Record& record :
         Scan::through(tx).page(Page<Record>{.after = {}, .limit = 100'000})) {
      if constexpr (requires { record.scope; }) {
        found |= record.scope == Scope::of(project);
      } else if constexpr (requires { record.project == project; }) {
        found |= record.project == project;
      }
      if constexpr (std::is_same_v<Record, Project>) found |= record.id == project;
    }
    return found;
  });
}

template <class... Kinds>
bool has_any_rows(World& world, ProjectId project, const std::tuple<Kinds...>*) {
  return (has_rows<Kinds>(world, project) || ...);
}
bool has_any_rows(World& world, ProjectId project) {
  return has_any_rows(world, project, static_cast<const RecordKinds*>(nullptr));
}

std::size_t noted_erasures(World& world) {
  return world.storage.read([](const Transaction& tx) { return tx.erasures().list(100).size(); });
}

void run_housekeeping(World& world) {
  int steps = 0;
  while (world.services.housekeeping.step().more) REQUIRE(++steps < 200);
}

/// Adds credentials and attached consumers with tokens to the shop's project.
void grow(World& world, const TokenShop& shop) {
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    const Timestamp now = world.clock.now();
    REQUIRE(tx.projects().set_user_limit(shop.account, shop.project, 2 * more_than_at_once));
    for (int i = 0; i < more_than_at_once; ++i) {
      const auto consumer = make_id<ConsumerId>(now, world.entropy);
      REQUIRE(tx.consumers().insert({consumer, shop.account, now}));
      REQUIRE(tx.consumers().attach(shop.account, shop.project, consumer));
      REQUIRE(tx.projects().take_user(shop.account, shop.project, 2 * more_than_at_once));
      Credential credential{};
      credential.id = make_id<CredentialId>(now, world.entropy);
      credential.account = shop.account;
      credential.scope = Scope::of(shop.project);
      credential.username = "client " + std::to_string(i);
      REQUIRE(tx.credentials().insert(credential));
    }
    return Done{};
  }));
}

TEST_CASE("deletions: a deleted project takes all that belongs to it with it") {
  World world;
  offer_services(world);
  const Estate estate = make_estate(world, "acme");
  const Estate stays = make_estate(world, "other");
  const Contents others = world.contents(stays.account);
  const std::size_t users = world.contents(estate.account).users.size();
  must(world.services.projects.remove(estate.admin, estate.project));

  CHECK_FALSE(has_any_rows(world, estate.project));
  CHECK(noted_erasures(world) == 0);
  CHECK(world.contents(stays.account) == others);
  // What belongs to the account, or to all of its projects, stays.
  const Contents left = world.contents(estate.account);
  CHECK(left.users.size() == users);
  CHECK(left.consumers.size() == 2);
  CHECK(left.gateways.size() == 1);
  REQUIRE(left.credentials.size() == 1);
  CHECK(left.credentials.front().username == "global");
  CHECK(left.api_proxies.size() == 1);
  CHECK(left.api_proxy_groups.size() == 1);
  CHECK(outcome(world.services.projects.get(estate.admin, estate.project)) == "not_found");
  CHECK(outcome(world.services.projects.remove(estate.admin, estate.project)) == "not_found");
  CHECK(outcome(world.services.usage.record(
            estate.service, estate.project, code("push"), "new",
            checked<RecordUsage>({.amount = 1, .event = "sent"}))) == "unauthenticated");
}

TEST_CASE("deletions: a large project is inaccessible at once, and its rows go in steps") {
  World world;
  const TokenShop shop(world);
  const std::string token = minted(world, shop);
  const std::string family = refreshed(world, minted(world, shop));
  grow(world, shop);
  must(world.services.projects.remove(shop.admin, shop.project));
  REQUIRE(has_rows<Credential>(world, shop.project));
  REQUIRE(noted_erasures(world) == 1);

  CHECK(told_of(world, token) == "inactive");
  CHECK(told_of(world, family) == "inactive");
  CHECK(outcome(present(world, token)) == "unauthenticated");
  auto& services = world.services;
  CHECK(must(services.credentials.list(shop.admin, "admin", {})).items.empty());
  CHECK(must(services.credentials.count(shop.admin, "admin")) == 0);
  CHECK(outcome(services.attachments.get(shop.admin, shop.project, code("push"))) == "not_found");
  CHECK(outcome(services.attachments.remove(shop.admin, shop.project, code("push"))) ==
        "not_found");
  CHECK(outcome(services.consumers.detach(shop.admin, shop.project, shop.consumer)) == "not_found");
  CHECK(outcome(services.consumers.attached(shop.admin, shop.project, {})) == "not_found");
  CHECK(outcome(services.service_tokens.list(shop.admin, shop.project, {})) == "not_found");

  CHECK(services.housekeeping.is_wanted());
  run_housekeeping(world);
  CHECK_FALSE(has_any_rows(world, shop.project));
  CHECK(noted_erasures(world) == 0);
}

TEST_CASE("deletions: the names of a deleted project are free before its rows are removed") {
  World world;
  const TokenShop shop(world);
  grow(world, shop);
  must(world.services.projects.remove(shop.admin, shop.project));
  const ProjectId next = world.project(shop.admin, "Shop");
  world.api_proxy(shop.admin, "Shop", "orders");
  const std::string username = "client " + std::to_string(more_than_at_once - 1);
  REQUIRE(has_rows<Credential>(world, shop.project));
  world.credential(shop.admin, "Shop", username);
  world.grant(shop.admin, "Shop", username, "orders");
  run_housekeeping(world);
  const auto credential = world.find_credential(shop.account, username);
  REQUIRE(credential.has_value());
  CHECK(credential->scope == Scope::of(next));
  CHECK(must(world.services.grants.list(shop.admin, "Shop", username)).items.size() == 1);
}

TEST_CASE("deletions: a deleted project counts no longer against the limit of the account") {
  World world({.projects_per_account = 1});
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId first = world.project(admin, "Shop");
  CHECK(outcome(world.services.projects.create(admin, checked<DescribeProject>({"Blog"}))) ==
        "limit_exceeded");
  must(world.services.projects.remove(admin, first));
  CHECK(outcome(world.services.projects.create(admin, checked<DescribeProject>({"Blog"}))) ==
        "done");
}

TEST_CASE("deletions: a deleted consumer leaves its projects, and its tokens are invalid") {
  World world;
  const TokenShop shop(world);
  const ConsumerId colleague = world.attached_consumer(shop.admin, shop.project);
  const std::string kept(world.mint(shop.admin, colleague, shop.project, "push").text.reveal());
  const ProjectId blog = world.project(shop.admin, "Blog");
  auto& consumers = world.services.consumers;
  must(consumers.attach(shop.admin, blog, checked<AttachConsumer>({shop.consumer})));
  const std::string token = minted(world, shop);
  const std::string family = refreshed(world, minted(world, shop));

  must(consumers.remove(shop.admin, shop.consumer));
  CHECK(outcome(consumers.get(shop.admin, shop.consumer)) == "not_found");
  CHECK(outcome(consumers.remove(shop.admin, shop.consumer)) == "not_found");
  CHECK(told_of(world, token) == "inactive");
  CHECK(told_of(world, family) == "inactive");
  CHECK(told_of(world, kept) == "consumer_token");
  const auto used = [&](ProjectId project) {
    return must(world.services.projects.get(shop.admin, project)).project.user_used;
  };
  CHECK(used(shop.project) == 1);
  CHECK(used(blog) == 0);
  CHECK(world.all<AttachedConsumer>().size() == 1);
  CHECK(world.all<TokenFamily>().empty());
  CHECK(noted_erasures(world) == 0);
}

TEST_CASE("deletions: a consumer with very many tokens is gone at once, and detached in steps") {
  World world;
  const TokenShop shop(world);
  std::vector<std::string> tokens;
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    tokens.clear();
    for (int i = 0; i < more_than_at_once; ++i) {
      const IssuedToken issued = issue_hex_token(world.entropy, world.digest);
      tx.consumer_tokens().insert({.digest = issued.digest,
                                   .account = shop.account,
                                   .project = shop.project,
                                   .service = code("push"),
                                   .consumer = shop.consumer,
                                   .created_at = world.clock.now(),
                                   .expires_at = world.clock.now() + std::chrono::minutes(10)});
      tokens.emplace_back(issued.text.reveal());
    }
    return Done{};
  }));
  auto& consumers = world.services.consumers;
  must(consumers.remove(shop.admin, shop.consumer));
  REQUIRE(noted_erasures(world) == 1);
  for (const std::string& token : tokens) {
    REQUIRE(outcome(present(world, token)) == "unauthenticated");
  }
  CHECK(must(consumers.attached(shop.admin, shop.project, {})).items.empty());
  CHECK(outcome(consumers.detach(shop.admin, shop.project, shop.consumer)) == "not_found");
  const auto used = [&] {
    return must(world.services.projects.get(shop.admin, shop.project)).project.user_used;
  };
  CHECK(used() == 1);
  run_housekeeping(world);
  CHECK(used() == 0);
  CHECK(world.all<ConsumerToken>().empty());
  CHECK(noted_erasures(world) == 0);
}

TEST_CASE("deletions: pages of attached consumers leave out those that are being deleted") {
  World world;
  const TokenShop shop(world);
  std::vector<ConsumerId> ids{shop.consumer};
  for (int i = 0; i < 4; ++i) ids.push_back(world.attached_consumer(shop.admin, shop.project));
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    for (const std::size_t i : {1U, 2U, 4U}) REQUIRE(tx.consumers().erase(shop.account, ids[i]));
    return Done{};
  }));
  const auto page = [&](const ListRequest<ConsumerId>& request) {
    return must(world.services.consumers.attached(shop.admin, shop.project, request));
  };
  const auto first = page({.after = {}, .limit = 1});
  REQUIRE(first.items.size() == 1);
  CHECK(first.items[0].id == ids[0]);
  CHECK(first.next == ids[0]);
  const auto second = page({.after = first.next, .limit = 1});
  REQUIRE(second.items.size() == 1);
  CHECK(second.items[0].id == ids[3]);
  CHECK_FALSE(second.next.has_value());
  CHECK(page({}).items.size() == 2);
}

TEST_CASE("deletions: the services of a project are listed in the order of attachment") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId project = world.project(admin, "Shop");
  std::vector<std::string> attached;
  for (const char* service : {"push", "chat", "mail"}) {
    world.offer(service);
    world.attach_service(admin, project, service);
    attached.emplace_back(service);
  }
  std::vector<std::string> listed;
  ListRequest<AttachmentId> request{.after = {}, .limit = 2};
  do {
    const auto page = must(world.services.attachments.list(admin, project, request));
    for (const AttachmentView& view : page.items) {
      listed.push_back(view.attachment.service.text());
      CHECK(view.item_limit == world.services.settings.items_per_service);
    }
    request.after = page.next;
  } while (request.after);
  CHECK(listed == attached);
}

TEST_CASE("deletions: a service leaves the catalogue once no project has attached it") {
  World world;
  const TokenShop shop(world);
  auto& catalogue = world.services.catalogue;
  const Principal& root = world.the_operator();
  must(world.services.limits.set_of_service(root, code("push"), checked<SetItemLimit>({7})));
  CHECK(outcome(catalogue.remove(root, code("push"))) == "conflict");
  CHECK(must(catalogue.get(root, code("push"))).code == code("push"));
  must(world.services.attachments.remove(shop.admin, shop.project, code("push")));
  CHECK(outcome(catalogue.remove(root, code("push"))) == "done");
  CHECK(outcome(catalogue.remove(root, code("push"))) == "not_found");
  CHECK(outcome(catalogue.get(root, code("push"))) == "not_found");
  CHECK(faults(world.services.attachments.create(shop.admin, shop.project,
                                                 checked<AttachService>({code("push"), "Push"}))) ==
        "serviceCatalogCode");
  // A new service with the code begins without the limit of the former one.
  world.offer("push");
  CHECK(world.attach_service(shop.admin, shop.project, "push").item_limit ==
        world.services.settings.items_per_service);
}

TEST_CASE("deletions: a decision on a deleted project is refused although one was cached") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId project = world.project(admin, "Shop");
  world.api_proxy(admin, "Shop", "Stock");
  world.credential(admin, "Shop", "client");
  world.grant(admin, "Shop", "client", "Stock");
  const Secret secret(password);
  const auto is_allowed = [&] {
    return !world.services.access
                .decide({.account = *admin.user.account,
                         .project = "Shop",
                         .proxy = "Stock",
                         .username = "client",
                         .secret = secret,
                         .address = {}})
                .refusal;
  };
  REQUIRE(is_allowed());
  must(world.services.projects.remove(admin, project));
  CHECK_FALSE(is_allowed());
  world.project(admin, "Shop");
  CHECK_FALSE(is_allowed());
}

}  // namespace
}  // namespace gatehouse::testing

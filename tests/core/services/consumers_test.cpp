#include <gatehouse/services/projects/consumers.hpp>

#include <string>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// A project with the service "push" attached.
struct ConsumerShop {
  explicit ConsumerShop(World& world)
      : admin(world.registered_admin("ann@example.com")), id(world.project(admin, "Shop")) {
    world.offer("push");
    world.attach_service(admin, id, "push");
  }

  Principal admin;
  ProjectId id;
};

std::int64_t used(World& world, const ConsumerShop& shop) {
  return must(world.services.projects.get(shop.admin, shop.id)).project.user_used;
}

const auto unknown = *ConsumerId::parse("0190163d8694739b8ea5966c26f8ad91");
const auto no_project = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad91");

TEST_CASE("consumers: a new consumer belongs to the account and to no project") {
  World world;
  const ConsumerShop shop(world);
  const Timestamp now = world.clock.next();
  const Consumer consumer =
      must(world.services.consumers.create(shop.admin, checked(CreateConsumer{})));
  CHECK(consumer.account == *shop.admin.user.account);
  CHECK(consumer.created_at == now);
  CHECK(must(world.services.consumers.list(shop.admin, {})).items == std::vector{consumer});
  CHECK(used(world, shop) == 0);
}

TEST_CASE("consumers: an external id finds its consumer, and belongs to one in the account") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal stranger = world.registered_admin("bob@example.com");
  auto& consumers = world.services.consumers;
  const auto find = [&](const Principal& caller, const std::string& id) {
    return consumers.list(caller, {.filter = {.exact = id}});
  };
  const CreateConsumer named{.external_id = "customer 7", .metadata = {{"plan", "gold"}}};
  const Consumer consumer = must(consumers.create(admin, checked(named)));
  CHECK(consumer.external_id == "customer 7");
  CHECK(consumer.metadata == Metadata{{"plan", "gold"}});
  CHECK_FALSE(consumer.updated_at);
  CHECK(must(find(admin, "customer 7")).items == std::vector{consumer});
  CHECK(must(find(admin, "customer 8")).items.empty());
  CHECK(must(find(stranger, "customer 7")).items.empty());
  for (const std::string& wrong : {std::string(), std::string(129, 'a'), std::string("a\0b", 3)}) {
    CHECK(faults(find(admin, wrong)) == "externalId");
  }
  const auto twin = consumers.create(admin, checked(named));
  CHECK(outcome(twin) == "already_exists");
  CHECK(faults(twin) == "externalId");
  CHECK(must(consumers.list(admin, {})).items == std::vector{consumer});
  CHECK(outcome(consumers.create(stranger, checked(named))) == "done");
}

TEST_CASE("consumers: an update changes what it gives, and an update that is refused nothing") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& consumers = world.services.consumers;
  const Consumer consumer = must(consumers.create(
      admin, checked(CreateConsumer{.external_id = "7", .metadata = {{"a", "b"}}})));
  must(consumers.create(admin, checked(CreateConsumer{.external_id = "8"})));
  const auto update = [&](UpdateConsumer command) {
    return consumers.update(admin, consumer.id, checked(std::move(command)));
  };
  CHECK(must(update({})) == consumer);

  const Timestamp now = world.clock.next();
  Consumer expected = consumer;
  expected.updated_at = now;
  expected.metadata = {{"a", "b"}, {"c", "d"}};
  CHECK(must(update({.metadata = MetadataChange{.members = {{"c", "d"}}}})) == expected);

  MetadataChange too_much;
  for (int i = 0; i < 15; ++i) too_much.members["n" + std::to_string(i)] = "x";
  const auto refused = update({.external_id = "9", .metadata = too_much});
  CHECK(outcome(refused) == "invalid_argument");
  CHECK(faults(refused) == "metadata");
  const auto taken = update({.external_id = "8", .metadata = MetadataChange{.removes_all = true}});
  CHECK(outcome(taken) == "already_exists");
  CHECK(faults(taken) == "externalId");
  CHECK(must(consumers.list(admin, {.filter = {.exact = "7"}})).items == std::vector{expected});

  // Pairs that go make room for others.
  too_much.members["a"] = std::nullopt;
  CHECK(must(update({.external_id = std::optional<std::string>(), .metadata = too_much}))
            .metadata.size() == 16);
  CHECK(must(consumers.list(admin, {.filter = {.exact = "7"}})).items.empty());
  CHECK(outcome(consumers.update(admin, unknown, checked(UpdateConsumer{}))) == "not_found");
}

TEST_CASE("consumers: attaching and detaching update the consumer count of the project") {
  World world;
  const ConsumerShop shop(world);
  const ConsumerId first = world.attached_consumer(shop.admin, shop.id);
  CHECK(used(world, shop) == 1);
  world.attached_consumer(shop.admin, shop.id);
  CHECK(used(world, shop) == 2);

  auto& consumers = world.services.consumers;
  const auto again = consumers.attach(shop.admin, shop.id, checked<AttachConsumer>({first}));
  CHECK(outcome(again) == "already_exists");
  CHECK(faults(again) == "consumerId");
  CHECK(used(world, shop) == 2);

  CHECK(outcome(consumers.detach(shop.admin, shop.id, first)) == "done");
  CHECK(used(world, shop) == 1);
  CHECK(outcome(consumers.detach(shop.admin, shop.id, first)) == "not_found");
  CHECK(used(world, shop) == 1);
  // The consumer still exists and may be attached again.
  CHECK(must(consumers.list(shop.admin, {})).items.size() == 2);
  CHECK(outcome(consumers.attach(shop.admin, shop.id, checked<AttachConsumer>({first}))) == "done");
  CHECK(used(world, shop) == 2);
}

TEST_CASE("consumers: the number of consumers of a project is limited") {
  World world({.consumers_per_project = 2});
  const ConsumerShop shop(world);
  const ConsumerId first = world.attached_consumer(shop.admin, shop.id);
  world.attached_consumer(shop.admin, shop.id);
  const ConsumerId third = world.consumer(shop.admin);
  auto& consumers = world.services.consumers;
  CHECK(outcome(consumers.attach(shop.admin, shop.id, checked<AttachConsumer>({third}))) ==
        "limit_exceeded");
  CHECK(used(world, shop) == 2);
  // A refused consumer is not attached and gets no token.
  CHECK(outcome(consumers.mint_token(shop.admin,
                                     checked<MintConsumerToken>({third, shop.id, code("push")}))) ==
        "failed_precondition");
  CHECK(outcome(consumers.detach(shop.admin, shop.id, third)) == "not_found");
  CHECK(used(world, shop) == 2);

  must(consumers.detach(shop.admin, shop.id, first));
  CHECK(outcome(consumers.attach(shop.admin, shop.id, checked<AttachConsumer>({third}))) == "done");
}

TEST_CASE("consumers: an unknown consumer is not found") {
  World world;
  const ConsumerShop shop(world);
  const ConsumerId consumer = world.consumer(shop.admin);
  auto& consumers = world.services.consumers;
  CHECK(outcome(consumers.attach(shop.admin, shop.id, checked<AttachConsumer>({unknown}))) ==
        "not_found");
  CHECK(outcome(consumers.attach(shop.admin, no_project, checked<AttachConsumer>({consumer}))) ==
        "not_found");
  CHECK(outcome(consumers.detach(shop.admin, shop.id, unknown)) == "not_found");
  CHECK(outcome(consumers.detach(shop.admin, no_project, consumer)) == "not_found");
  // The nil id is treated like any other id.
  CHECK(outcome(consumers.attach(shop.admin, shop.id, checked<AttachConsumer>({}))) == "not_found");
  CHECK(used(world, shop) == 0);
}

TEST_CASE(
    "consumer tokens: a token has 64 hex digits, a lifetime of ten minutes, and a stored digest") {
  World world;
  const ConsumerShop shop(world);
  const ConsumerId consumer = world.attached_consumer(shop.admin, shop.id);
  const Timestamp now = world.clock.next();
  const MintedToken minted = must(world.services.consumers.mint_token(
      shop.admin, checked<MintConsumerToken>({consumer, shop.id, code("push")})));
  const std::string text(minted.text.reveal());
  CHECK(text.size() == 64);
  CHECK(text.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(minted.token.consumer == consumer);
  CHECK(minted.token.project == shop.id);
  CHECK(minted.token.service.text() == "push");
  CHECK(minted.token.account == *shop.admin.user.account);
  CHECK(minted.token.created_at == now);
  CHECK(minted.token.expires_at == now + std::chrono::minutes(10));
  CHECK(minted.token.digest == world.digest.sha256(text));
  CHECK(minted.token.digest.to_string() != text);
  CHECK(world.stored(minted.text) == minted.token);

  const MintedToken second = must(world.services.consumers.mint_token(
      shop.admin, checked<MintConsumerToken>({consumer, shop.id, code("push")})));
  CHECK(second.text.reveal() != minted.text.reveal());
  CHECK(world.stored(minted.text).has_value());
}

TEST_CASE("consumer tokens: the lifetime is a setting") {
  World world({.consumer_token_lifetime = std::chrono::seconds(5)});
  const ConsumerShop shop(world);
  const ConsumerId consumer = world.attached_consumer(shop.admin, shop.id);
  const ConsumerToken token = world.mint(shop.admin, consumer, shop.id, "push").token;
  CHECK(token.expires_at - token.created_at == std::chrono::seconds(5));
}

TEST_CASE("consumer tokens: consumer and service must be attached to the project") {
  World world;
  const ConsumerShop shop(world);
  world.offer("chat");
  const ConsumerId attached = world.attached_consumer(shop.admin, shop.id);
  const ConsumerId loose = world.consumer(shop.admin);
  const ProjectId blog = world.project(shop.admin, "Blog");
  auto& consumers = world.services.consumers;
  const auto mint = [&](ConsumerId consumer, ProjectId project, const char* service) {
    const auto result = consumers.mint_token(
        shop.admin, checked<MintConsumerToken>({consumer, project, code(service)}));
    return outcome(result) + " " + faults(result);
  };
  CHECK(mint(attached, shop.id, "push") == "done ");
  CHECK(mint(loose, shop.id, "push") == "failed_precondition consumerId");
  CHECK(mint(attached, shop.id, "chat") == "failed_precondition serviceCatalogCode");
  CHECK(mint(attached, shop.id, "unknown") == "failed_precondition serviceCatalogCode");
  CHECK(mint(attached, blog, "push") == "failed_precondition consumerId");
  CHECK(mint(unknown, shop.id, "push") == "not_found ");
  CHECK(mint(attached, no_project, "push") == "not_found ");
}

TEST_CASE("consumer tokens: no token is issued when the items of the service are used up") {
  World world({.items_per_service = 0});
  const ConsumerShop shop(world);
  const ConsumerId consumer = world.attached_consumer(shop.admin, shop.id);
  CHECK(outcome(world.services.consumers.mint_token(
            shop.admin, checked<MintConsumerToken>({consumer, shop.id, code("push")}))) ==
        "limit_exceeded");
}

TEST_CASE("consumer tokens: detaching the consumer ends its tokens for that project only") {
  World world;
  const ConsumerShop shop(world);
  const ProjectId blog = world.project(shop.admin, "Blog");
  world.attach_service(shop.admin, blog, "push");
  const ConsumerId consumer = world.attached_consumer(shop.admin, shop.id);
  must(world.services.consumers.attach(shop.admin, blog, checked<AttachConsumer>({consumer})));
  const ConsumerId other = world.attached_consumer(shop.admin, shop.id);
  const Secret dies = world.mint(shop.admin, consumer, shop.id, "push").text;
  const Secret elsewhere = world.mint(shop.admin, consumer, blog, "push").text;
  const Secret others = world.mint(shop.admin, other, shop.id, "push").text;
  must(world.services.consumers.detach(shop.admin, shop.id, consumer));
  CHECK_FALSE(world.stored(dies).has_value());
  CHECK(world.stored(elsewhere).has_value());
  CHECK(world.stored(others).has_value());
}

TEST_CASE("consumer tokens: a token is revoked once, by its text, project and service") {
  World world;
  const ConsumerShop shop(world);
  world.offer("chat");
  world.attach_service(shop.admin, shop.id, "chat");
  const ProjectId blog = world.project(shop.admin, "Blog");
  world.attach_service(shop.admin, blog, "push");
  const ConsumerId consumer = world.attached_consumer(shop.admin, shop.id);
  const MintedToken minted = world.mint(shop.admin, consumer, shop.id, "push");
  const Secret kept = world.mint(shop.admin, consumer, shop.id, "push").text;
  const std::string text(minted.text.reveal());
  const auto revoke = [&](ProjectId project, const char* service, const std::string& token) {
    return outcome(
        world.services.consumers.revoke_token(shop.admin, project, code(service), token));
  };
  CHECK(revoke(blog, "push", text) == "not_found");
  CHECK(revoke(shop.id, "chat", text) == "not_found");
  CHECK(revoke(no_project, "push", text) == "not_found");
  CHECK(revoke(shop.id, "push", "") == "not_found");
  CHECK(revoke(shop.id, "push", std::string(64, '0')) == "not_found");
  CHECK(revoke(shop.id, "push", minted.token.digest.to_string()) == "not_found");
  CHECK(world.stored(minted.text).has_value());

  CHECK(revoke(shop.id, "push", text) == "done");
  CHECK_FALSE(world.stored(minted.text).has_value());
  CHECK(world.stored(kept).has_value());
  CHECK(revoke(shop.id, "push", text) == "not_found");
}

TEST_CASE("consumer tokens: a token is expired from its end time on, as if it had been deleted") {
  World world;
  const ConsumerShop shop(world);
  const ConsumerId consumer = world.attached_consumer(shop.admin, shop.id);
  const MintedToken minted = world.mint(shop.admin, consumer, shop.id, "push");
  const std::string text(minted.text.reveal());
  const auto revoke = [&] {
    return outcome(world.services.consumers.revoke_token(shop.admin, shop.id, code("push"), text));
  };
  SUBCASE("the last microsecond") {
    world.clock.set(minted.token.expires_at - Duration(1));
    CHECK(revoke() == "done");
  }
  SUBCASE("past it") {
    world.clock.set(minted.token.expires_at);
    CHECK(revoke() == "not_found");
  }
}

}  // namespace
}  // namespace gatehouse::testing

// No record of an account is visible or changeable from another account.
#include <string>

#include <doctest/doctest.h>

#include "estate.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("tenants: an id of another account is not found, and nothing is changed") {
  for (const Call& call : all_calls()) {
    if (call.target == Target::none) continue;
    CAPTURE(call.name);
    World world;
    offer_services(world);
    const Estate victim = make_estate(world, "victim");
    const Estate stranger = make_estate(world, "stranger");
    const Contents victims = world.contents(victim.account);
    const Contents strangers = world.contents(stranger.account);

    CHECK(call.make(world.services, stranger.admin, victim) == "not_found");
    CHECK(world.contents(victim.account) == victims);
    CHECK(world.contents(stranger.account) == strangers);
    CHECK(world.stored(Secret(victim.consumer_token)).has_value());
    CHECK(world.is_signed_in(victim.admin));
    CHECK(world.is_signed_in(victim.other_developer));
  }
}

TEST_CASE("tenants: an unknown id has the same answer as an id of another account") {
  World world;
  offer_services(world);
  const Estate victim = make_estate(world, "victim");
  const Estate stranger = make_estate(world, "stranger");
  const auto nobody_user = *UserId::parse("0190163d8694739b8ea5966c26f8ad91");
  const auto nobody_project = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad91");

  auto& services = world.services;
  CHECK(services.users.get(stranger.admin, Role::admin, victim.admin.user.id).error() ==
        services.users.get(stranger.admin, Role::admin, nobody_user).error());
  CHECK(services.projects.get(stranger.admin, victim.project).error() ==
        services.projects.get(stranger.admin, nobody_project).error());
  CHECK(services.consumers
            .mint_token(stranger.admin,
                        checked<MintConsumerToken>({victim.attached, victim.project, code("push")}))
            .error() ==
        services.consumers
            .mint_token(stranger.admin,
                        checked<MintConsumerToken>({victim.attached, nobody_project, code("push")}))
            .error());
}

TEST_CASE("tenants: a project and a consumer of another account cannot be combined") {
  World world;
  offer_services(world);
  const Estate victim = make_estate(world, "victim");
  const Estate stranger = make_estate(world, "stranger");
  auto& consumers = world.services.consumers;
  const Contents victims = world.contents(victim.account);
  const Contents strangers = world.contents(stranger.account);

  CHECK(outcome(consumers.attach(stranger.admin, stranger.project,
                                 checked<AttachConsumer>({victim.consumer}))) == "not_found");
  CHECK(outcome(consumers.attach(stranger.admin, victim.project,
                                 checked<AttachConsumer>({stranger.consumer}))) == "not_found");
  CHECK(outcome(consumers.detach(stranger.admin, stranger.project, victim.attached)) ==
        "not_found");
  CHECK(outcome(consumers.mint_token(stranger.admin,
                                     checked<MintConsumerToken>({victim.attached, stranger.project,
                                                                 code("push")}))) == "not_found");
  CHECK(outcome(consumers.mint_token(stranger.admin,
                                     checked<MintConsumerToken>({stranger.attached, victim.project,
                                                                 code("push")}))) == "not_found");
  // The token belongs to the victim, the project to the attacker.
  CHECK(outcome(consumers.revoke_token(stranger.admin, stranger.project, code("push"),
                                       victim.consumer_token)) == "not_found");
  CHECK(world.stored(Secret(victim.consumer_token)).has_value());
  CHECK(world.contents(victim.account) == victims);
  CHECK(world.contents(stranger.account) == strangers);
}

TEST_CASE("tenants: lists contain records of the caller's account only") {
  World world;
  offer_services(world);
  const Estate first = make_estate(world, "first");
  const Estate second = make_estate(world, "second");
  auto& services = world.services;

  for (const Role role : {Role::admin, Role::billing, Role::developer}) {
    const auto users = must(services.users.list(first.admin, role, {}));
    CHECK(users.items.size() == 2);
    for (const User& user : users.items) CHECK(user.account == first.account);
  }
  const auto projects = must(services.projects.list(first.admin, {}));
  REQUIRE(projects.items.size() == 1);
  CHECK(projects.items.front().project.id == first.project);
  const auto consumers = must(services.consumers.list(first.admin, {}));
  REQUIRE(consumers.items.size() == 2);
  for (const Consumer& consumer : consumers.items) CHECK(consumer.account == first.account);
  CHECK(must(services.accounts.get(first.admin)).id == first.account);
  CHECK(must(services.accounts.get(second.admin)).id == second.account);
}

TEST_CASE("tenants: the key of an item of another account only determines where a page begins") {
  World world;
  offer_services(world);
  const Estate first = make_estate(world, "first");
  const Estate second = make_estate(world, "second");
  const auto page = must(world.services.projects.list(second.admin, {.after = first.project}));
  REQUIRE(page.items.size() == 1);
  CHECK(page.items.front().project.id == second.project);
}

TEST_CASE("tenants: without permission the answer does not reveal whether a record exists") {
  World world;
  offer_services(world);
  const Estate first = make_estate(world, "first");
  const Estate second = make_estate(world, "second");
  auto& users = world.services.users;
  const auto nobody = *UserId::parse("0190163d8694739b8ea5966c26f8ad91");
  CHECK(users.get(first.developer, Role::developer, second.developer.user.id).error() ==
        users.get(first.developer, Role::developer, nobody).error());
  CHECK(users.get(first.developer, Role::developer, first.other_developer.user.id).error() ==
        users.get(first.developer, Role::developer, nobody).error());
}

}  // namespace
}  // namespace gatehouse::testing

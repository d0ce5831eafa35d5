// A storage may run the work of a transaction more than once, without a visible difference.
#include <stdexcept>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "estate.hpp"

namespace gatehouse::testing {
namespace {

/// The state that can be shared by two worlds: each has a clock with its own timeline.
Contents comparable_contents(World& world, AccountId account) {
  Contents contents = world.contents(account);
  for (TokenFamily& family : contents.token_families) {
    for (Rotation& rotation : family.rotations) rotation.at.timeline = 0;
  }
  return contents;
}

TEST_CASE("repeated work: every call has the same result and state when its work runs twice") {
  for (const Call& call : all_calls()) {
    for (const Role role : {Role::root, Role::admin}) {
      CAPTURE(call.name);
      CAPTURE(std::string(name(role)));
      const auto run = [&](bool twice) {
        World world;
        offer_services(world);
        const Estate estate = make_estate(world, "acme");
        const Principal caller = role == Role::root ? world.root() : estate.admin;
        world.storage.repeat_work(twice);
        const std::string result = call.make(world.services, caller, estate);
        world.storage.heal();
        return std::pair(result, comparable_contents(world, estate.account));
      };
      const auto once = run(false);
      const auto twice = run(true);
      CHECK(twice.first == once.first);
      CHECK(twice.second == once.second);
    }
  }
}

TEST_CASE("repeated work: from registration to a consumer token, each mail is sent once") {
  World world({.consumers_per_project = 2});
  world.storage.repeat_work(true);

  const Registration begun = world.registered("ann@example.com");
  const Registration registration = world.registered("ann@example.com");
  CHECK(begun.id == registration.id);
  CHECK(world.mailer.attempts() == 2);
  CHECK(outcome(world.approve(registration.id, "wrong", "ann@example.com")) == "not_found");
  CHECK(world.all<ApproveCode>().size() == 2);
  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("ann@example.com")})));
  CHECK(world.mailer.attempts() == 3);
  const Principal admin = world.principal(
      must(world.approve(registration.id, world.mailed_code(), "ann@example.com")).token);
  CHECK(must(world.services.users.list(admin, Role::admin, {})).items.size() == 1);

  must(world.services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})));
  CHECK(world.mailer.attempts() == 4);
  CHECK(world.queued() == 0);
  CHECK(outcome(world.services.password_resets.complete(checked<ResetPassword>(
            {Secret(world.mailed_reset_token()), Secret("new")}))) == "done");
  world.hasher.set_parameter(2);
  const Principal ann = world.logged_in("ann@example.com", "new");
  CHECK(outcome(world.log_in("ann@example.com", "new")) == "done");

  world.offer("push");
  const ProjectId project = world.project(ann, "Shop");
  world.attach_service(ann, project, "push");
  const ConsumerId first = world.attached_consumer(ann, project);
  world.attached_consumer(ann, project);
  CHECK(must(world.services.projects.get(ann, project)).project.user_used == 2);
  CHECK(outcome(world.services.consumers.attach(
            ann, project, checked<AttachConsumer>({world.consumer(ann)}))) == "limit_exceeded");
  const MintedToken token = world.mint(ann, first, project, "push");
  CHECK(world.stored(token.text) == token.token);
  CHECK(outcome(world.services.consumers.revoke_token(ann, project, code("push"),
                                                      token.text.reveal())) == "done");
  CHECK(outcome(world.services.accounts.remove(ann)) == "done");
  CHECK_FALSE(world.contents(*ann.user.account).account.has_value());
}

TEST_CASE("repeated work: queued mail is delivered once, with a valid code") {
  World world;
  world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
  CHECK_THROWS(world.registered("ann@example.com"));
  world.mailer.on_deliver(nullptr);
  world.clock.advance(world.services.settings.mail_lease);
  world.storage.repeat_work(true);
  CHECK(world.services.housekeeping.step().mails_delivered == 1);
  CHECK(world.mailer.delivered().size() == 1);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  CHECK(outcome(world.approve(id, world.mailed_code(), "ann@example.com")) == "done");
}

}  // namespace
}  // namespace gatehouse::testing

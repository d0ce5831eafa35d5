// Limits on the registration requests of one source address.
#include <gatehouse/schema/password_resets.hpp>
#include <gatehouse/services/accounts/registrations.hpp>

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

Result<NewSession> approve_from(World& world, const Origin& source, AccountId id,
                                std::string_view code, std::string_view address) {
  return world.services.registrations.approve(id,
                                              checked<ApproveAccount>({.approve_code = Secret(code),
                                                                       .email = email(address),
                                                                       .password = Secret(password),
                                                                       .first_name = "Ann",
                                                                       .last_name = "Ash"}),
                                              source);
}

TEST_CASE("registration limits: wrong codes are throttled by source and do not invalidate a code") {
  World world({.wrong_approve_codes = {.times = 3, .period = std::chrono::minutes(30)}});
  const Registration registration = world.registered("ann@example.com");
  const std::string code = world.mailed_code();
  const Origin stranger = origin_at("2001:db8:1:2::1");
  for (int i = 0; i < 3; ++i) {
    CHECK(outcome(approve_from(world, stranger, registration.id, "wrong", "ann@example.com")) ==
          "not_found");
  }
  const auto refused =
      approve_from(world, origin_at("2001:db8:1:2::2"), registration.id, code, "ann@example.com");
  REQUIRE(outcome(refused) == "too_many_requests");
  CHECK(refused.error().retry_after > std::chrono::minutes(9));
  CHECK(refused.error().retry_after <= std::chrono::minutes(10));
  world.clock.advance(refused.error().retry_after);
  CHECK(outcome(approve_from(world, stranger, registration.id, "wrong", "ann@example.com")) ==
        "not_found");
  CHECK(outcome(approve_from(world, stranger, registration.id, code, "ann@example.com")) ==
        "too_many_requests");
  CHECK(outcome(approve_from(world, origin_at("192.0.2.1"), registration.id, code,
                             "ann@example.com")) == "done");
}

TEST_CASE("registration limits: an e-mail in use counts as a wrong code, a right code does not") {
  World world({.wrong_approve_codes = {.times = 2, .period = std::chrono::minutes(30)}});
  const Origin source = origin_at("192.0.2.1");
  for (int i = 0; i < 4; ++i) {
    const std::string address = "u" + std::to_string(i) + "@example.com";
    const Registration registration = world.registered(address);
    CHECK(outcome(approve_from(world, source, registration.id, world.mailed_code(), address)) ==
          "done");
  }
  const Registration registration = world.registered("ann@example.com");
  const std::string code = world.mailed_code();
  for (int i = 0; i < 2; ++i) {
    CHECK(outcome(approve_from(world, source, registration.id, code, "u0@example.com")) ==
          "already_exists");
  }
  CHECK(outcome(approve_from(world, source, registration.id, code, "u0@example.com")) ==
        "too_many_requests");
  CHECK(outcome(approve_from(world, source, registration.id, code, "free@example.com")) ==
        "too_many_requests");
}

TEST_CASE("registration limits: registrations are limited by source, and the answer is the same") {
  World world({.mails_to_strangers = {.times = 4, .period = std::chrono::hours(24)}});
  const auto begin = [&](const std::string& address, MailMode mode) {
    return must(world.services.registrations.begin(
        checked<RegisterAccount>({"Acme", email(address)}), mode, origin_at("192.0.2.1")));
  };
  const BegunRegistration first = begin("u0@example.com", MailMode::send);
  begin("u1@example.com", MailMode::suppress);
  begin("u2@example.com", MailMode::send);
  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("u2@example.com")}), MailMode::send,
      origin_at("192.0.2.1")));
  CHECK(world.mailer.attempts() == 3);
  const auto kept = [&] { return world.all<Registration>().size(); };
  CHECK(kept() == 3);

  const BegunRegistration fourth = begin("u4@example.com", MailMode::send);
  CHECK(fourth.email.text() == "u4@example.com");
  CHECK(begin("u4@example.com", MailMode::suppress).id == fourth.id);
  CHECK(begin("u5@example.com", MailMode::send).id != fourth.id);
  CHECK(begin("u0@example.com", MailMode::send).id == first.id);
  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("u2@example.com")}), MailMode::send,
      origin_at("192.0.2.1")));
  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("u5@example.com")}), MailMode::send,
            origin_at("192.0.2.1"))) == "not_found");
  CHECK(outcome(world.services.password_resets.request(
            checked<ForgotPassword>({email("u5@example.com")}), origin_at("192.0.2.1"))) ==
        "not_found");
  CHECK(world.mailer.attempts() == 3);
  CHECK(kept() == 3);
  CHECK(world.queued() == 0);

  // Other sources, and programs that know no source, are not throttled.
  must(world.services.registrations.begin(
      checked<RegisterAccount>({"Acme", email("u4@example.com")}), MailMode::send,
      origin_at("192.0.2.2")));
  world.registered("u5@example.com");
  CHECK(kept() == 5);
  world.clock.advance(std::chrono::hours(6));
  begin("u6@example.com", MailMode::send);
  CHECK(kept() == 6);
}

}  // namespace
}  // namespace gatehouse::testing

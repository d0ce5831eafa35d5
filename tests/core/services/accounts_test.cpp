#include <gatehouse/services/accounts/accounts.hpp>

#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/password_resets.hpp>
#include <gatehouse/schema/push_keys.hpp>
#include <gatehouse/schema/registrations.hpp>

#include "estate.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("accounts: an update changes the given fields and keeps the others") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& accounts = world.services.accounts;
  Account account =
      must(accounts.update(admin, checked<UpdateAccount>({.organization_name = "New name",
                                                          .address = "Street 1\nTown",
                                                          .phone = "12345678901",
                                                          .email = email("office@example.com")})));
  CHECK(account.id == *admin.user.account);
  CHECK(account.organization_name == "New name");
  CHECK(account.address == "Street 1\nTown");
  CHECK(account.phone == "12345678901");
  CHECK(account.email.text() == "office@example.com");
  CHECK(must(accounts.get(admin)) == account);

  account =
      must(accounts.update(admin, checked<UpdateAccount>({.organization_name = "Newer",
                                                          .email = email("office@example.com")})));
  CHECK(account.organization_name == "Newer");
  CHECK(account.address == "Street 1\nTown");
  CHECK(account.phone == "12345678901");

  account =
      must(accounts.update(admin, checked<UpdateAccount>({.organization_name = "Newer",
                                                          .address = "",
                                                          .phone = "",
                                                          .email = email("Office@Example.com")})));
  CHECK(account.address.empty());
  CHECK(account.phone.empty());
  CHECK(account.email.text() == "Office@Example.com");
}

TEST_CASE("accounts: the admin's e-mail is kept when the e-mail of the account changes") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  must(world.services.accounts.update(
      admin,
      checked<UpdateAccount>({.organization_name = "Acme", .email = email("office@example.com")})));
  CHECK(outcome(world.log_in("ann@example.com")) == "done");
}

TEST_CASE(
    "accounts: the e-mail of another account is refused in any case, and nothing is changed") {
  World world;
  const Principal ann = world.registered_admin("ann@example.com");
  world.registered_admin("bob@example.com");
  const Contents before = world.contents(*ann.user.account);
  const auto refused = world.services.accounts.update(
      ann, checked<UpdateAccount>({.organization_name = "New", .email = email("BOB@example.com")}));
  CHECK(outcome(refused) == "already_exists");
  CHECK(faults(refused) == "email");
  CHECK(world.contents(*ann.user.account) == before);
}

TEST_CASE("accounts: a released e-mail may be registered by another account") {
  World world;
  const Principal ann = world.registered_admin("ann@example.com");
  must(world.services.accounts.update(
      ann,
      checked<UpdateAccount>({.organization_name = "Acme", .email = email("moved@example.com")})));
  CHECK(outcome(world.services.registrations.begin(
            checked<RegisterAccount>({"New", email("ann@example.com")}))) == "done");
  CHECK(outcome(world.services.registrations.begin(
            checked<RegisterAccount>({"New", email("moved@example.com")}))) == "already_exists");
}

/// Queries by known ids, in case a list hides records that still exist.
void check_gone(World& world, const Estate& gone, const Contents& had) {
  world.storage.read([&](const Transaction& tx) {
    for (const Principal* who : {&gone.admin, &gone.other_admin, &gone.billing, &gone.other_billing,
                                 &gone.developer, &gone.other_developer}) {
      CHECK_FALSE(tx.sessions().find(who->session).has_value());
      CHECK_FALSE(tx.users().find_by_email(who->user.email).has_value());
    }
    CHECK_FALSE(tx.projects().find(gone.account, gone.project).has_value());
    CHECK(tx.projects().push_keys(gone.account, gone.project) == SealedPushKeys{});
    CHECK_FALSE(tx.attachments().find(gone.account, gone.project, code("push")).has_value());
    CHECK_FALSE(tx.consumers().find(gone.account, gone.attached).has_value());
    CHECK_FALSE(tx.consumers().is_attached(gone.account, gone.project, gone.attached));
    for (const Grant& grant : had.grants) {
      CHECK(tx.grants().list(gone.account, grant.credential, grant.scope).empty());
    }
    for (const Member& member : had.members) {
      CHECK_FALSE(tx.members().find(gone.account, member.project, member.user).has_value());
    }
    for (const ApiProxyGroup& group : had.api_proxy_groups) {
      CHECK(tx.api_proxy_groups().proxies(gone.account, group.scope, group.name).empty());
    }
    CHECK_FALSE(tx.gateways().find(had.gateways.front().digest).has_value());
    CHECK_FALSE(tx.service_accounts().find(gone.service_account.id).has_value());
    CHECK_FALSE(tx.token_families().find(had.token_families.front().id).has_value());
    CHECK_FALSE(tx.token_families().find_by_origin(had.token_families.front().origin).has_value());
    CHECK_FALSE(tx.service_tokens().find(gone.service.token).has_value());
    CHECK_FALSE(tx.usage().find(gone.account, gone.project, code("push"), "key").has_value());
    CHECK(tx.limits().find(gone.account, {}, {}) == Limits{});
    CHECK(tx.limits().find(gone.account, gone.project, code("push")) == Limits{});
    return 0;
  });
}

TEST_CASE(
    "accounts: deleting an account removes all its records and leaves other accounts unchanged") {
  World world;
  offer_services(world);
  const Estate gone = make_estate(world, "gone");
  const Estate stays = make_estate(world, "stays");
  must(world.services.projects.update_push_keys(gone.admin, gone.project,
                                                checked<UpdatePushKeys>({.apns_cert = "cert"})));
  const auto reset_of = [&](const Estate& estate) {
    must(world.services.password_resets.request(
        checked<ForgotPassword>({estate.developer.user.email})));
    return world.digest.sha256(world.mailed_reset_token());
  };
  const TokenDigest gone_reset = reset_of(gone);
  const TokenDigest kept_reset = reset_of(stays);
  const auto crash_while_mailing_to = [&](const Estate& estate) {
    world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
    CHECK_THROWS((void)world.services.password_resets.request(
        checked<ForgotPassword>({estate.billing.user.email})));
    world.mailer.on_deliver(nullptr);
  };
  crash_while_mailing_to(gone);
  crash_while_mailing_to(stays);
  CHECK(world.queued() == 2);
  Contents before = world.contents(stays.account);
  const Contents had = world.contents(gone.account);
  CHECK(had.grants.size() == 2);
  CHECK(had.members.size() == 1);
  CHECK(had.token_families.size() == 1);
  CHECK(had.service_tokens.size() == 1);
  CHECK(had.usage.size() == 1);
  CHECK(had.limits.size() == 2);
  CHECK(had.signing_keys.size() == 1);

  CHECK(outcome(world.services.accounts.remove(gone.admin)) == "done");

  CHECK(world.queued() == 1);
  before.mails = 1;
  CHECK(world.contents(stays.account) == before);
  Contents nothing;
  nothing.catalogue = before.catalogue;
  nothing.signing_keys = before.signing_keys;
  nothing.mails = 1;
  CHECK(world.contents(gone.account) == nothing);

  check_gone(world, gone, had);
  world.storage.read([&](const Transaction& tx) {
    CHECK_FALSE(tx.password_resets().find(gone_reset).has_value());
    CHECK(tx.password_resets().find(kept_reset).has_value());
    CHECK(tx.sessions().find(stays.developer.session).has_value());
    CHECK(tx.service_tokens().find(stays.service.token).has_value());
    return 0;
  });
  CHECK_FALSE(world.stored(Secret(gone.consumer_token)).has_value());
  CHECK(world.stored(Secret(stays.consumer_token)).has_value());
}

TEST_CASE("accounts: the addresses of a deleted account may be registered again") {
  World world;
  offer_services(world);
  const Estate gone = make_estate(world, "acme");
  must(world.services.accounts.remove(gone.admin));
  const Estate again = make_estate(world, "acme");
  CHECK(again.account != gone.account);
  CHECK(outcome(world.services.accounts.get(again.admin)) == "done");
}

TEST_CASE("accounts: a principal of a deleted account gets not found") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal other = world.added(admin, Role::admin, "bob@example.com");
  must(world.services.accounts.remove(admin));
  CHECK(outcome(world.services.accounts.get(other)) == "not_found");
  CHECK(outcome(world.services.accounts.remove(other)) == "unauthenticated");
  CHECK(outcome(world.services.accounts.remove(admin)) == "unauthenticated");
}

}  // namespace
}  // namespace gatehouse::testing

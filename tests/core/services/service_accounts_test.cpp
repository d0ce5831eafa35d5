#include <gatehouse/services/accounts/service_accounts.hpp>

#include <chrono>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// An account with a project "Shop" and a service account "Back end".
struct BackEnd {
  explicit BackEnd(World& of) : world(of) {}

  [[nodiscard]] std::string id() const { return made.account.id.to_string(); }
  Result<ObtainedToken> obtain(const Secret& secret, const Origin& origin = {}) {
    return obtain(id(), secret, origin);
  }
  Result<ObtainedToken> obtain(const std::string& client, const Secret& secret,
                               const Origin& origin = {}) {
    return world.services.service_accounts.obtain_token(
        checked<ObtainToken>({"client_credentials", client, secret}), origin);
  }
  /// Obtains a token and returns its owner.
  Principal caller() { return world.principal(must(obtain(made.secret)).token); }

  World& world;
  Principal admin = world.registered_admin("ann@example.com");
  ProjectId project = world.project(admin, "Shop");
  NewServiceAccount made = must(
      world.services.service_accounts.create(admin, checked<CreateServiceAccount>({"Back end"})));
};

TEST_CASE("service accounts: a token acts as a developer of the account, and digests are stored") {
  World world;
  BackEnd tenant(world);
  const ServiceAccount stored = world.contents(*tenant.admin.user.account).service_accounts.at(0);
  CHECK(stored == tenant.made.account);
  CHECK(stored.secrets.at(0).digest == world.digest.sha256(tenant.made.secret.reveal()));
  CHECK(tenant.made.secret.reveal().starts_with("ghs_"));
  CHECK(tenant.made.secret.reveal().size() == 47);

  const ObtainedToken token = must(tenant.obtain(tenant.made.secret));
  CHECK(token.lifetime == std::chrono::hours(1));
  CHECK(is_service_account_token(token.token.reveal()));
  const Principal caller = world.principal(token.token);
  CHECK(caller.is_service_account);
  CHECK(caller.user == as_user(stored));
  CHECK(caller.user.role == Role::developer);
  CHECK(caller.user.account == tenant.admin.user.account);
  CHECK(caller.user.email.empty());
  CHECK(outcome(world.services.projects.create(caller, checked<DescribeProject>({"Blog"}))) ==
        "done");
  CHECK(outcome(world.services.service_accounts.list(caller, {})) == "permission_denied");
  CHECK(outcome(world.services.accounts.remove(caller)) == "permission_denied");
  CHECK(outcome(world.services.users.get(caller, Role::developer, caller.user.id)) == "not_found");
}

TEST_CASE("service accounts: an unknown client and a wrong secret get the same answer") {
  World world;
  BackEnd tenant(world);
  const std::string unknown = "0190163d8694739b8ea5966c26f8ad91";
  const std::string right(tenant.made.secret.reveal());
  const auto wrong = tenant.obtain(Secret("ghs_wrong"));
  CHECK(outcome(wrong) == "unauthenticated");
  CHECK(tenant.obtain(unknown, Secret(right)).error() == wrong.error());
  for (const std::string& text : {std::string("x"), right + "x", right.substr(1)}) {
    CHECK(tenant.obtain(Secret(text)).error() == wrong.error());
  }
  CHECK(tenant.obtain(tenant.admin.user.id.to_string(), Secret(password)).error() == wrong.error());
  CHECK(tenant.obtain("ann@example.com", Secret(password)).error() == wrong.error());
  CHECK(world.all<ServiceAccountToken>().empty());
}

TEST_CASE("service accounts: other grant types are refused") {
  World world;
  BackEnd tenant(world);
  const auto refused = world.services.service_accounts.obtain_token(
      checked<ObtainToken>({"password", tenant.id(), tenant.made.secret}));
  CHECK(outcome(refused) == "failed_precondition");
  CHECK(faults(refused) == "grant_type");
}

TEST_CASE("service accounts: neither a secret nor a user token is a token of a service account") {
  World world;
  BackEnd tenant(world);
  auto& sessions = world.services.sessions;
  CHECK(outcome(sessions.authenticate(tenant.made.secret.reveal())) == "unauthenticated");
  const std::string token(must(tenant.obtain(tenant.made.secret)).token.reveal());
  CHECK(outcome(sessions.authenticate(token)) == "done");
  CHECK(outcome(sessions.authenticate(token.substr(4))) == "unauthenticated");
  CHECK(outcome(sessions.authenticate(token + "x")) == "unauthenticated");
  CHECK(outcome(world.services.service_tokens.authenticate(token)) == "unauthenticated");
  const std::string session(must(world.log_in("ann@example.com")).token.reveal());
  CHECK(outcome(sessions.authenticate("gha_" + session)) == "unauthenticated");
}

TEST_CASE("service accounts: a token ends after its lifetime, and its row is erased") {
  World world({.service_account_token_lifetime = std::chrono::minutes(10)});
  BackEnd tenant(world);
  const ObtainedToken token = must(tenant.obtain(tenant.made.secret));
  const Principal caller = world.principal(token.token);
  world.clock.advance(std::chrono::minutes(10) - std::chrono::seconds(1));
  CHECK(world.is_signed_in(caller));
  CHECK(world.services.housekeeping.step().erased.service_account_tokens == 0);
  world.clock.advance(std::chrono::seconds(1));
  CHECK_FALSE(world.is_signed_in(caller));
  CHECK(outcome(world.services.sessions.authenticate(token.token.reveal())) == "unauthenticated");
  CHECK(outcome(world.services.projects.create(caller, checked<DescribeProject>({"Late"}))) ==
        "unauthenticated");
  CHECK(world.services.housekeeping.step().erased.service_account_tokens == 1);
  CHECK(world.all<ServiceAccountToken>().empty());
}

TEST_CASE("service accounts: deleting a secret ends exactly the tokens obtained with it") {
  World world;
  BackEnd tenant(world);
  auto& accounts = world.services.service_accounts;
  const ServiceAccountId id = tenant.made.account.id;
  const Principal by_first = tenant.caller();
  const NewServiceAccountSecret second = must(accounts.add_secret(tenant.admin, id));
  const Principal by_second = world.principal(must(tenant.obtain(second.text)).token);
  CHECK(outcome(accounts.add_secret(tenant.admin, id)) == "conflict");

  must(accounts.remove_secret(tenant.admin, id, tenant.made.account.secrets.at(0).id));
  CHECK_FALSE(world.is_signed_in(by_first));
  CHECK(world.is_signed_in(by_second));
  CHECK(outcome(tenant.obtain(tenant.made.secret)) == "unauthenticated");
  CHECK(outcome(tenant.obtain(second.text)) == "done");
  CHECK(outcome(accounts.remove_secret(tenant.admin, id, tenant.made.account.secrets.at(0).id)) ==
        "not_found");
  // The last secret can be deleted too, and replaced.
  must(accounts.remove_secret(tenant.admin, id, second.secret.id));
  CHECK_FALSE(world.is_signed_in(by_second));
  CHECK(outcome(tenant.obtain(second.text)) == "unauthenticated");
  const NewServiceAccountSecret third = must(accounts.add_secret(tenant.admin, id));
  CHECK(outcome(tenant.obtain(third.text)) == "done");
  CHECK_FALSE(world.is_signed_in(by_second));
}

TEST_CASE("service accounts: deleting one ends its tokens and removes its permissions") {
  World world;
  BackEnd tenant(world);
  const Principal caller = tenant.caller();
  const NewServiceAccount other = must(world.services.service_accounts.create(
      tenant.admin, checked<CreateServiceAccount>({"Other"})));
  const Principal others =
      world.principal(must(tenant.obtain(other.account.id.to_string(), other.secret)).token);
  world.permit(tenant.admin, tenant.project, caller);
  world.permit(tenant.admin, tenant.project, others);
  must(world.services.service_accounts.remove(tenant.admin, caller.user.id));
  CHECK_FALSE(world.is_signed_in(caller));
  CHECK(world.is_signed_in(others));
  CHECK(outcome(world.services.projects.create(caller, checked<DescribeProject>({"Late"}))) ==
        "unauthenticated");
  CHECK(outcome(tenant.obtain(tenant.made.secret)) == "unauthenticated");
  CHECK(world.all<ServiceAccountToken>().size() == 1);
  const auto members = world.contents(*tenant.admin.user.account).members;
  REQUIRE(members.size() == 1);
  CHECK(members.front().user == others.user.id);
  CHECK(outcome(world.services.service_accounts.remove(tenant.admin, caller.user.id)) ==
        "not_found");
}

TEST_CASE("service accounts: with the account, service accounts and their tokens are deleted") {
  World world;
  BackEnd tenant(world);
  const Principal caller = tenant.caller();
  must(world.services.accounts.remove(tenant.admin));
  CHECK_FALSE(world.is_signed_in(caller));
  CHECK(outcome(tenant.obtain(tenant.made.secret)) == "unauthenticated");
  while (world.services.housekeeping.step().more) {
  }
  CHECK(world.all<ServiceAccountToken>().empty());
  CHECK(world.all<ServiceAccount>().empty());
}

TEST_CASE("service accounts: API security is managed where permission was granted") {
  World world;
  BackEnd tenant(world);
  world.project(tenant.admin, "Blog");
  const Principal caller = tenant.caller();
  const auto manages = [&](std::string_view project) {
    return outcome(world.services.credentials.list(caller, project, {}));
  };
  CHECK(manages("Shop") == "permission_denied");
  const MemberView view = must(
      world.services.members.set(tenant.admin, tenant.project, caller.user.id,
                                 checked<SetPermissions>({{Permission::manage_api_security}})));
  CHECK(view.user == caller.user);
  CHECK(manages("Shop") == "done");
  CHECK(manages("Blog") == "permission_denied");
  CHECK(manages("admin") == "permission_denied");
  const auto listed = must(world.services.members.list(tenant.admin, tenant.project, {}));
  REQUIRE(listed.items.size() == 1);
  CHECK(listed.items.front().user == caller.user);
  const std::string token(must(tenant.obtain(tenant.made.secret)).token.reveal());
  CHECK(must(world.services.sessions.authenticate(token, "Shop")).managed_project == "Shop");
  CHECK_FALSE(must(world.services.sessions.authenticate(token, "Blog")).managed_project);
  must(world.services.members.remove(tenant.admin, tenant.project, caller.user.id));
  CHECK(manages("Shop") == "permission_denied");
}

TEST_CASE("service accounts: logging out ends the token that is used, or all the others") {
  World world;
  BackEnd tenant(world);
  const Principal first = tenant.caller();
  const Principal second = tenant.caller();
  const Principal third = tenant.caller();
  must(world.services.sessions.log_out(first));
  CHECK_FALSE(world.is_signed_in(first));
  CHECK(world.is_signed_in(second));
  must(world.services.sessions.log_out_others(second));
  CHECK(world.is_signed_in(second));
  CHECK_FALSE(world.is_signed_in(third));
  CHECK(world.is_signed_in(tenant.caller()));
  CHECK(world.is_signed_in(tenant.admin));
}

TEST_CASE("service accounts: a token is revoked by its holder, unless another client is named") {
  World world;
  BackEnd tenant(world);
  auto& accounts = world.services.service_accounts;
  const NewServiceAccount other =
      must(accounts.create(tenant.admin, checked<CreateServiceAccount>({"Other"})));
  const Secret token = must(tenant.obtain(tenant.made.secret)).token;
  const auto revoke = [&](const std::string& client, const Secret& secret) {
    return outcome(accounts.revoke_token(token.reveal(), client, secret));
  };
  const Principal caller = world.principal(token);
  CHECK(revoke(tenant.id(), Secret("wrong")) == "unauthenticated");
  CHECK(revoke("", tenant.made.secret) == "unauthenticated");
  CHECK(revoke(other.account.id.to_string(), {}) == "done");
  CHECK(revoke(other.account.id.to_string(), other.secret) == "done");
  CHECK(world.is_signed_in(caller));
  CHECK(revoke(tenant.id(), tenant.made.secret) == "done");
  CHECK_FALSE(world.is_signed_in(caller));
  CHECK(revoke(tenant.id(), tenant.made.secret) == "done");

  const Secret second = must(tenant.obtain(tenant.made.secret)).token;
  CHECK(outcome(accounts.revoke_token(second.reveal(), {}, {})) == "done");
  CHECK(outcome(world.services.sessions.authenticate(second.reveal())) == "unauthenticated");
}

TEST_CASE("service accounts: the last use of a secret is known within a minute") {
  World world;
  BackEnd tenant(world);
  const auto last_use = [&] {
    return must(world.services.service_accounts.get(tenant.admin, tenant.made.account.id))
        .secrets.at(0)
        .last_used_at;
  };
  CHECK_FALSE(last_use());
  const Timestamp begin = world.clock.now();
  must(tenant.obtain(tenant.made.secret));
  const auto first = last_use();
  REQUIRE(first);
  CHECK(*first >= begin);
  CHECK(*first < begin + std::chrono::seconds(1));
  world.clock.advance(std::chrono::seconds(59));
  must(tenant.obtain(tenant.made.secret));
  CHECK(last_use() == first);
  world.clock.advance(std::chrono::seconds(1));
  must(tenant.obtain(tenant.made.secret));
  CHECK(*last_use() >= *first + std::chrono::minutes(1));
}

TEST_CASE("service accounts: wrong secrets are throttled by source, and right ones still work") {
  World world({.wrong_client_secrets = {.times = 2, .period = std::chrono::hours(1)}});
  BackEnd tenant(world);
  const Origin here = origin_at("192.0.2.1");
  const std::string unknown = "0190163d8694739b8ea5966c26f8ad91";
  CHECK(outcome(tenant.obtain(Secret("wrong"), here)) == "unauthenticated");
  CHECK(outcome(tenant.obtain(unknown, Secret("wrong"), here)) == "unauthenticated");
  const auto known = tenant.obtain(Secret("wrong"), here);
  CHECK(outcome(known) == "too_many_requests");
  CHECK(known.error().retry_after > Duration::zero());
  CHECK(tenant.obtain(unknown, Secret("wrong"), here).error() == known.error());
  CHECK(outcome(tenant.obtain(tenant.made.secret, here)) == "done");
  CHECK(outcome(tenant.obtain(Secret("wrong"), origin_at("192.0.2.2"))) == "unauthenticated");
}

TEST_CASE("service accounts: a name is unique in its account, and their number is limited") {
  World world;
  BackEnd tenant(world);
  auto& accounts = world.services.service_accounts;
  const auto create = [&](const Principal& admin, const std::string& name) {
    return accounts.create(admin, checked<CreateServiceAccount>({name}));
  };
  const auto taken = create(tenant.admin, "Back end");
  CHECK(outcome(taken) == "already_exists");
  CHECK(faults(taken) == "name");
  CHECK(outcome(create(world.registered_admin("bob@example.com"), "Back end")) == "done");
  for (std::size_t i = 1; i < ServiceAccounts::max_accounts; ++i) {
    must(create(tenant.admin, "Number " + std::to_string(i)));
  }
  CHECK(outcome(create(tenant.admin, "One more")) == "limit_exceeded");
  must(accounts.remove(tenant.admin, tenant.made.account.id));
  CHECK(outcome(create(tenant.admin, "Back end")) == "done");
}

TEST_CASE("service accounts: a service token names the service account that issued it") {
  World world;
  BackEnd tenant(world);
  const Principal caller = tenant.caller();
  auto& tokens = world.services.service_tokens;
  must(tokens.issue(caller, tenant.project));
  const auto listed = [&] {
    return must(tokens.list(tenant.admin, tenant.project, {})).items.at(0);
  };
  CHECK(listed().token.created_by == caller.user.id);
  CHECK_FALSE(listed().maker_is_gone);
  must(world.services.service_accounts.remove(tenant.admin, caller.user.id));
  CHECK(listed().maker_is_gone);
}

}  // namespace
}  // namespace gatehouse::testing

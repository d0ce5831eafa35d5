// The permissions of the roles. The table is copied from the contract (section 2), not from the
// code.
#include <gatehouse/operations/permissions.hpp>

#include <map>
#include <string>

#include <doctest/doctest.h>

#include "estate.hpp"

namespace gatehouse::testing {
namespace {

struct Allowed {
  bool root;
  bool admin;
  bool developer;
  bool billing;
};

constexpr bool yes = true;
constexpr bool no = false;

/// Users of an estate act on the first user of their role, which is their own record, and on
/// another user.
const std::map<std::string, Allowed> table{
    //                              root admin developer billing
    {"session/logout", {yes, yes, yes, yes}},
    {"session/logout others", {yes, yes, yes, yes}},
    {"me", {yes, yes, yes, yes}},
    {"account GET", {no, yes, yes, no}},
    {"account PUT", {no, yes, no, no}},
    {"account DELETE", {no, yes, no, no}},
    {"admins list", {no, yes, no, no}},
    {"admins create", {no, yes, no, no}},
    {"admins delete", {no, yes, no, no}},
    {"admins GET (first)", {no, yes, no, no}},
    {"admins may access (first)", {no, yes, no, no}},
    {"admins PUT (first)", {no, yes, no, no}},
    {"admins GET (another)", {no, yes, no, no}},
    {"admins may access (another)", {no, yes, no, no}},
    {"admins PUT (another)", {no, yes, no, no}},
    {"billings list", {no, yes, no, no}},
    {"billings create", {no, yes, no, no}},
    {"billings delete", {no, yes, no, no}},
    {"billings GET (first)", {no, yes, no, yes}},
    {"billings may access (first)", {no, yes, no, yes}},
    {"billings PUT (first)", {no, yes, no, yes}},
    {"billings GET (another)", {no, yes, no, no}},
    {"billings may access (another)", {no, yes, no, no}},
    {"billings PUT (another)", {no, yes, no, no}},
    {"developers list", {no, yes, no, no}},
    {"developers create", {no, yes, no, no}},
    {"developers delete", {no, yes, no, no}},
    {"developers GET (first)", {no, yes, yes, no}},
    {"developers may access (first)", {no, yes, yes, no}},
    {"developers PUT (first)", {no, yes, yes, no}},
    {"developers GET (another)", {no, yes, no, no}},
    {"developers may access (another)", {no, yes, no, no}},
    {"developers PUT (another)", {no, yes, no, no}},
    {"projects list", {no, yes, yes, no}},
    {"projects create", {no, yes, yes, no}},
    {"projects GET", {no, yes, yes, no}},
    {"projects PUT", {no, yes, yes, no}},
    {"projects DELETE", {no, yes, yes, no}},
    {"api keys GET", {no, yes, yes, no}},
    {"api keys PUT", {no, yes, yes, no}},
    {"project services attach", {no, yes, yes, no}},
    {"project services list", {no, yes, yes, no}},
    {"project services GET", {no, yes, yes, no}},
    {"consumers GET", {no, yes, yes, no}},
    {"consumers DELETE", {no, yes, yes, no}},
    {"project consumers list", {no, yes, yes, no}},
    {"project services DELETE", {no, yes, yes, no}},
    {"consumers list", {no, yes, yes, no}},
    {"consumers create", {no, yes, yes, no}},
    {"consumers PATCH", {no, yes, yes, no}},
    {"project consumers attach", {no, yes, yes, no}},
    {"project consumers detach", {no, yes, yes, no}},
    {"consumer-tokens create", {no, yes, yes, no}},
    {"consumer-tokens delete", {no, yes, yes, no}},
    {"services (catalogue) GET", {yes, yes, yes, no}},
    {"services (catalogue) POST", {yes, no, no, no}},
    {"service of the catalogue GET", {yes, yes, yes, no}},
    {"service of the catalogue DELETE", {yes, no, no, no}},
    {"services-token GET", {no, yes, yes, no}},
    {"services-token DELETE", {no, yes, yes, no}},
    {"services-tokens GET", {no, yes, yes, no}},
    {"usage GET", {no, yes, yes, no}},
    {"limits GET", {yes, no, no, no}},
    {"limits PUT", {yes, no, no, no}},
    {"limits of a service GET", {yes, no, no, no}},
    {"limits of a service PUT", {yes, no, no, no}},
    {"limits of an account GET", {yes, no, no, no}},
    {"limits of an account PUT", {yes, no, no, no}},
    {"limits of a project GET", {yes, no, no, no}},
    {"limits of a project PUT", {yes, no, no, no}},
    {"limits of an attachment GET", {yes, no, no, no}},
    {"limits of an attachment PUT", {yes, no, no, no}},
    {"email-tracking GET", {yes, no, no, no}},
    {"members GET", {no, yes, no, no}},
    {"members PUT", {no, yes, no, no}},
    {"members DELETE", {no, yes, no, no}},
    {"service-accounts GET", {no, yes, no, no}},
    {"service-accounts POST", {no, yes, no, no}},
    {"service-account GET", {no, yes, no, no}},
    {"service-account DELETE", {no, yes, no, no}},
    {"service-account secrets POST", {no, yes, no, no}},
    {"service-account secrets DELETE", {no, yes, no, no}},
    {"gateways GET", {no, yes, no, no}},
    {"gateways POST", {no, yes, no, no}},
    {"gateway GET", {no, yes, no, no}},
    {"gateway PUT", {no, yes, no, no}},
    {"gateways DELETE", {no, yes, no, no}},
    {"managed projects GET", {no, yes, yes, no}},
    {"managed projects count", {no, yes, yes, no}},
    // Developers, for projects where the permission was granted (contract, section 5).
    {"project credentials GET", {no, yes, yes, no}},
    {"project credentials count", {no, yes, yes, no}},
    {"project credential GET", {no, yes, yes, no}},
    {"project credentials may manage", {no, yes, yes, no}},
    {"project credentials POST", {no, yes, yes, no}},
    {"project credentials PUT", {no, yes, yes, no}},
    {"project credentials PUT (new)", {no, yes, yes, no}},
    {"project credentials PATCH", {no, yes, yes, no}},
    {"project credentials DELETE", {no, yes, yes, no}},
    {"project access GET", {no, yes, yes, no}},
    {"project access count", {no, yes, yes, no}},
    {"project access PUT", {no, yes, yes, no}},
    {"project access DELETE", {no, yes, yes, no}},
    {"project apiProxies GET", {no, yes, yes, no}},
    {"project apiProxies count", {no, yes, yes, no}},
    {"project apiProxies POST", {no, yes, yes, no}},
    {"project apiProxies DELETE", {no, yes, yes, no}},
    {"project apiProxyGroups GET", {no, yes, yes, no}},
    {"project apiProxyGroups count", {no, yes, yes, no}},
    {"project apiProxyGroups POST", {no, yes, yes, no}},
    {"project apiProxyGroups DELETE", {no, yes, yes, no}},
    {"project apiProxyGroups add", {no, yes, yes, no}},
    {"project apiProxyGroups remove", {no, yes, yes, no}},
    {"admin credentials GET", {no, yes, no, no}},
    {"admin credentials count", {no, yes, no, no}},
    {"admin credential GET", {no, yes, no, no}},
    {"admin credentials may manage", {no, yes, no, no}},
    {"admin credentials POST", {no, yes, no, no}},
    {"admin credentials PUT", {no, yes, no, no}},
    {"admin credentials PUT (new)", {no, yes, no, no}},
    {"admin credentials PATCH", {no, yes, no, no}},
    {"admin credentials DELETE", {no, yes, no, no}},
    {"admin access GET", {no, yes, no, no}},
    {"admin access count", {no, yes, no, no}},
    {"admin access PUT", {no, yes, no, no}},
    {"admin apiProxies GET", {no, yes, no, no}},
    {"admin apiProxies count", {no, yes, no, no}},
    {"admin apiProxies POST", {no, yes, no, no}},
    {"admin apiProxies DELETE", {no, yes, no, no}},
    {"admin apiProxyGroups GET", {no, yes, no, no}},
    {"admin apiProxyGroups count", {no, yes, no, no}},
    {"admin apiProxyGroups POST", {no, yes, no, no}},
    {"admin apiProxyGroups DELETE", {no, yes, no, no}},
    {"admin apiProxyGroups add", {no, yes, no, no}},
    {"admin apiProxyGroups remove", {no, yes, no, no}},
};

bool allowed(const Allowed& row, Role role) {
  switch (role) {
    case Role::root: return row.root;
    case Role::admin: return row.admin;
    case Role::developer: return row.developer;
    case Role::billing: return row.billing;
  }
  return false;
}

constexpr Role roles[] = {Role::root, Role::admin, Role::developer, Role::billing};

TEST_CASE("permissions: every call has a row in the table, and every row has a call") {
  CHECK(all_calls().size() == table.size());
  for (const Call& call : all_calls()) {
    CAPTURE(call.name);
    CHECK(table.count(call.name) == 1);
  }
}

TEST_CASE("permissions: every role may make the calls in the table and no others") {
  for (const Call& call : all_calls()) {
    for (const Role role : roles) {
      CAPTURE(call.name);
      CAPTURE(std::string(name(role)));
      World world;
      offer_services(world);
      const Estate estate = make_estate(world, "acme");
      const Principal caller = caller_of(world, estate, role);
      const Contents before = world.contents(estate.account);

      const std::string result = call.make(world.services, caller, estate);
      if (allowed(table.at(call.name), role)) {
        CHECK(result == "done");
      } else {
        CHECK(result == "permission_denied");
        CHECK(world.contents(estate.account) == before);
      }
    }
  }
}

TEST_CASE("permissions: reads change nothing") {
  World world;
  offer_services(world);
  const Estate estate = make_estate(world, "acme");
  const Principal root = world.root();
  const Contents before = world.contents(estate.account);
  for (const Call& call : all_calls()) {
    if (call.effect == Effect::changes) continue;
    CAPTURE(call.name);
    const Principal& caller = call.role == Role::root ? root : estate.admin;
    CHECK(call.make(world.services, caller, estate) == "done");
    CHECK(world.contents(estate.account) == before);
  }
}

// A program that embeds Gatehouse may keep a Principal: its session is checked again in the
// transaction of every change.
TEST_CASE("permissions: a principal whose session has ended cannot make changes") {
  using End = void (*)(World&, const Estate&, const Principal&);
  struct Way {
    std::string name;
    End end;
  };
  const Way ways[] = {
      {"logged out", [](World& world, const Estate&,
                        const Principal& who) { must(world.services.sessions.log_out(who)); }},
      {"expired",
       [](World& world, const Estate&, const Principal&) {
         world.clock.advance(world.services.settings.session_lifetime);
       }},
      {"password reset",
       [](World& world, const Estate&, const Principal& who) {
         must(world.services.password_resets.request(checked<ForgotPassword>({who.user.email})));
         must(world.services.password_resets.complete(
             checked<ResetPassword>({Secret(world.mailed_reset_token()), Secret("other")})));
       }},
      {"deleted",
       [](World& world, const Estate& estate, const Principal& who) {
         if (who.user.role == Role::root) {
           must(world.services.sessions.log_out(who));  // root users cannot be deleted
         } else {
           must(world.services.users.remove(estate.other_admin, who.user.role, who.user.id));
         }
       }},
  };
  for (const Call& call : all_calls()) {
    if (call.effect != Effect::changes) continue;
    for (const Role role : roles) {
      if (!allowed(table.at(call.name), role)) continue;
      for (const Way& way : ways) {
        CAPTURE(call.name);
        CAPTURE(std::string(name(role)));
        CAPTURE(way.name);
        World world;
        offer_services(world);
        const Estate estate = make_estate(world, "acme");
        const Principal caller = caller_of(world, estate, role);
        way.end(world, estate, caller);
        const Contents before = world.contents(estate.account);

        CHECK(call.make(world.services, caller, estate) == std::string("unauthenticated"));
        CHECK(world.contents(estate.account) == before);
      }
    }
  }
}

TEST_CASE("permissions: a session authenticates its own user only") {
  for (const Call& call : all_calls()) {
    if (call.effect != Effect::changes || call.name == "session/logout") continue;
    CAPTURE(call.name);
    World world;
    offer_services(world);
    const Estate estate = make_estate(world, "acme");
    const Estate stranger = make_estate(world, "stranger");
    Principal caller = caller_of(world, estate, call.role);
    caller.session = stranger.admin.session;
    const Contents before = world.contents(estate.account);
    CHECK(call.make(world.services, caller, estate) == "unauthenticated");
    CHECK(world.contents(estate.account) == before);
  }
}

TEST_CASE("permissions: the services enforce the reach of each role") {
  CHECK(reach(Role::admin, Action::access_billing) == Reach::all);
  CHECK(reach(Role::billing, Action::access_billing) == Reach::own);
  CHECK(reach(Role::developer, Action::access_developer) == Reach::own);
  CHECK(reach(Role::developer, Action::access_billing) == Reach::none);
  CHECK(reach(Role::root, Action::use_own_session) == Reach::own);
  CHECK(access_to(Role::admin) == Action::access_admin);
  CHECK(access_to(Role::billing) == Action::access_billing);
  CHECK(access_to(Role::developer) == Action::access_developer);
  CHECK(outcome(require(Role::billing, Action::access_billing)) == "done");
  CHECK(outcome(require(Role::billing, Action::use_projects)) == "permission_denied");
  CHECK(reach(Role::admin, Action::manage_api_security) == Reach::all);
  CHECK(reach(Role::developer, Action::manage_api_security) == Reach::granted);
  CHECK(reach(Role::billing, Action::manage_api_security) == Reach::none);
  CHECK(reach(Role::root, Action::manage_api_security) == Reach::none);
  CHECK(reach(Role::admin, Action::manage_environments) == Reach::all);
  for (const Role role : {Role::root, Role::billing, Role::developer}) {
    CHECK(reach(role, Action::manage_environments) == Reach::none);
  }
}

}  // namespace
}  // namespace gatehouse::testing

#include "estate.hpp"

namespace gatehouse::testing {

const Principal& Estate::of(Role role) const {
  if (role == Role::billing) return billing;
  if (role == Role::developer) return developer;
  return admin;
}

void offer_services(World& world) {
  world.offer("push");
  world.offer("chat");
}

Estate make_estate(World& world, std::string_view name) {
  const auto address = [&](std::string_view who) {
    return std::string(who) + "@" + std::string(name) + ".example";
  };
  const Principal admin = world.registered_admin(address("admin"));
  const ProjectId project = world.project(admin, "Shop");
  world.attach_service(admin, project, "push");
  const ConsumerId attached = world.attached_consumer(admin, project);
  return {
      .account = *admin.user.account,
      .admin = admin,
      .billing = world.added(admin, Role::billing, address("billing")),
      .developer = world.added(admin, Role::developer, address("developer")),
      .other_admin = world.added(admin, Role::admin, address("admin2")),
      .other_billing = world.added(admin, Role::billing, address("billing2")),
      .other_developer = world.added(admin, Role::developer, address("developer2")),
      .project = project,
      .attached = attached,
      .consumer = world.consumer(admin),
      .consumer_token = std::string(world.mint(admin, attached, project, "push").text.reveal()),
  };
}

namespace {

using Services = gatehouse::Services;

constexpr Effect reads = Effect::reads;
constexpr Effect changes = Effect::changes;
constexpr Target by_id = Target::by_id;
constexpr Target none = Target::none;

/// The calls on the collection of one role, and on two of its records: that of the estate's first
/// user with the role, and that of another one.
void add_user_calls(std::vector<Call>& calls, const std::string& collection, Role role) {
  using Of = Principal Estate::*;
  const Of first = role == Role::admin     ? &Estate::admin
                   : role == Role::billing ? &Estate::billing
                                           : &Estate::developer;
  const Of other = role == Role::admin     ? &Estate::other_admin
                   : role == Role::billing ? &Estate::other_billing
                                           : &Estate::other_developer;
  calls.push_back({collection + " list", reads, none, [=](Services& s, auto& caller, auto&) {
                     return outcome(s.users.list(caller, role, {}));
                   }});
  calls.push_back({collection + " create", changes, none, [=](Services& s, auto& caller, auto&) {
                     return outcome(s.users.create(caller, role, person("new@example.com")));
                   }});
  calls.push_back({collection + " delete", changes, by_id, [=](Services& s, auto& caller, auto& e) {
                     return outcome(s.users.remove(caller, role, (e.*other).user.id));
                   }});
  for (const Of user : {first, other}) {
    const std::string which = user == first ? " (first)" : " (another)";
    calls.push_back(
        {collection + " GET" + which, reads, by_id, [=](Services& s, auto& caller, auto& e) {
           return outcome(s.users.get(caller, role, (e.*user).user.id));
         }});
    calls.push_back(
        {collection + " PUT" + which, changes, by_id, [=](Services& s, auto& caller, auto& e) {
           UpdateUser command = person_without_password("moved@example.com");
           command.password = Secret("new password");
           return outcome(s.users.update(caller, role, (e.*user).user.id, command));
         }});
  }
}

std::vector<Call> make_calls() {
  std::vector<Call> calls{
      {"session/logout", changes, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.sessions.log_out(caller)); }},
      {"session/logout others", changes, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.sessions.log_out_others(caller)); }},
      {"account GET", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.accounts.get(caller)); }},
      {"account PUT", changes, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(s.accounts.update(
             caller, {.organization_name = "New", .email = email("moved@example.com")}));
       }},
      {"account DELETE", changes, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.accounts.remove(caller)); }},
      {"projects list", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.projects.list(caller, {})); }},
      {"projects create", changes, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(s.projects.create(caller, {"New"}));
       }},
      {"projects GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.get(caller, e.project));
       }},
      {"projects PUT", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.update(caller, e.project, {"Renamed"}));
       }},
      {"api keys GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.push_keys(caller, e.project));
       }},
      {"api keys PUT", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.update_push_keys(caller, e.project, {.apns_cert = "cert"}));
       }},
      {"project services attach", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.attachments.create(caller, e.project, {code("chat"), "Chat"}));
       }},
      {"project services GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.attachments.get(caller, e.project, code("push")));
       }},
      {"project services DELETE", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.attachments.remove(caller, e.project, code("push")));
       }},
      {"consumers list", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.consumers.list(caller, {})); }},
      {"consumers create", changes, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.consumers.create(caller, {})); }},
      {"project consumers attach", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.attach(caller, e.project, {e.consumer}));
       }},
      {"project consumers detach", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.detach(caller, e.project, e.attached));
       }},
      {"consumer-tokens create", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.mint_token(caller, {e.attached, e.project, code("push")}));
       }},
      {"consumer-tokens delete", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(
             s.consumers.revoke_token(caller, e.project, code("push"), e.consumer_token));
       }},
      {"services (catalogue) GET", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.catalogue.list(caller, {})); }},
      {"services (catalogue) POST", changes, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(s.catalogue.create(caller, {code("new"), "New"}));
       }},
  };
  add_user_calls(calls, "admins", Role::admin);
  add_user_calls(calls, "billings", Role::billing);
  add_user_calls(calls, "developers", Role::developer);
  return calls;
}

}  // namespace

const std::vector<Call>& all_calls() {
  static const std::vector<Call> calls = make_calls();
  return calls;
}

}  // namespace gatehouse::testing

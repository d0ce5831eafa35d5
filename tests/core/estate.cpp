#include "estate.hpp"

namespace gatehouse::testing {

const Principal& Estate::of(Role role) const {
  if (role == Role::billing) return billing;
  if (role == Role::developer) return developer;
  return admin;
}

Principal caller_of(World& world, const Estate& estate, Role role) {
  return role == Role::root ? world.root() : estate.of(role);
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
  const std::string shop = "Shop of " + std::string(name);
  const ProjectId project = world.project(admin, shop);
  world.attach_service(admin, project, "push");
  const ConsumerId attached = world.attached_consumer(admin, project);
  const Principal developer = world.added(admin, Role::developer, address("developer"));
  world.permit(admin, project, developer);
  for (const std::string_view proxy : {"Stock", "Orders", "Spare"}) {
    world.api_proxy(admin, shop, proxy);
  }
  world.api_proxy_group(admin, shop, "Public", {"Stock"});
  world.credential(admin, shop, "client");
  world.grant(admin, shop, "client", "Stock");
  world.grant_group(admin, shop, "client", "Public");
  world.api_proxy(admin, "admin", "Everywhere");
  world.api_proxy_group(admin, "admin", "Common", {"Everywhere"});
  world.credential(admin, "admin", "global");
  const ServiceCaller service = world.service_of(admin, project);
  must(world.services.usage.record(service, project, code("push"), "key",
                                   checked<RecordUsage>({.amount = 1, .event = "sent"})));
  must(world.services.limits.set_of_account(world.the_operator(), *admin.user.account,
                                            checked<SetLimits>({.projects = 5})));
  must(world.services.limits.set_of_attachment(world.the_operator(), *admin.user.account, project,
                                               code("push"),
                                               checked<SetItemLimit>({NewLimit(500)})));
  const Secret spent = world.mint(admin, attached, project, "push").text;
  const auto exchanged = [&](const Secret& token) {
    return must(world.services.token_exchange.exchange(checked<ExchangeToken>(
                    {.grant_type = "refresh_token", .refresh_token = token})))
        .refresh_token;
  };
  return {
      .account = *admin.user.account,
      .admin = admin,
      .billing = world.added(admin, Role::billing, address("billing")),
      .developer = developer,
      .other_admin = world.added(admin, Role::admin, address("admin2")),
      .other_billing = world.added(admin, Role::billing, address("billing2")),
      .other_developer = world.added(admin, Role::developer, address("developer2")),
      .project = project,
      .attached = attached,
      .consumer = world.consumer(admin),
      .consumer_token = std::string(world.mint(admin, attached, project, "push").text.reveal()),
      .project_name = shop,
      .gateway =
          must(world.services.gateways.create(admin, checked<SaveGateway>({"Edge"}))).gateway.id,
      .service_account = must(world.services.service_accounts.create(
                                  admin, checked<CreateServiceAccount>({"Back end"})))
                             .account,
      .service = service,
      .refresh_token = std::string(exchanged(exchanged(spent)).reveal()),
  };
}

namespace {

using Services = gatehouse::Services;

constexpr Effect reads = Effect::reads;
constexpr Effect changes = Effect::changes;
constexpr Target by_id = Target::by_id;
constexpr Target none = Target::none;

/// Calls on the collection of one role and on two of its records: the record of the estate's first
/// user with the role, and the record of another user.
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
                     return outcome(
                         s.users.create(caller, role, checked(person("new@example.com"))));
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
    calls.push_back({collection + " may access" + which, Effect::none, none,
                     [=](Services& s, auto& caller, auto& e) {
                       return outcome(s.users.may_access(caller, role, (e.*user).user.id));
                     }});
    calls.push_back(
        {collection + " PUT" + which, changes, by_id, [=](Services& s, auto& caller, auto& e) {
           UpdateUser command = person_without_password("moved@example.com");
           command.password = Secret("new password");
           return outcome(s.users.update(caller, role, (e.*user).user.id, checked(command)));
         }});
  }
}

using ProjectOf = std::function<std::string(const Estate&)>;

/// Adds a call under one name of a project.
using MakeUnder = std::function<std::string(Services&, const Principal&, const std::string&)>;
using AddUnder = std::function<void(const std::string& name, Effect, const MakeUnder& make)>;

void add_api_proxy_calls(const AddUnder& add, const std::string& proxy, const std::string& group) {
  add("apiProxies GET", reads, [](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxies.list(caller, under, {}));
  });
  add("apiProxies count", reads, [](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxies.count(caller, under));
  });
  add("apiProxies POST", changes, [](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxies.create(caller, under, checked<RegisterApiProxy>({"New"})));
  });
  add("apiProxies DELETE", changes, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxies.remove(caller, under, proxy));
  });
  add("apiProxyGroups GET", reads, [](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxy_groups.list(caller, under, {}));
  });
  add("apiProxyGroups count", reads, [](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxy_groups.count(caller, under));
  });
  add("apiProxyGroups POST", changes, [](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxy_groups.create(caller, under, checked<CreateApiProxyGroup>({"New"})));
  });
  add("apiProxyGroups DELETE", changes, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxy_groups.remove(caller, under, group));
  });
  add("apiProxyGroups add", changes, [=](Services& s, auto& caller, auto& under) {
    return outcome(
        s.api_proxy_groups.add_proxies(caller, under, group, proxies_named({"Orders", "Spare"})));
  });
  add("apiProxyGroups remove", changes, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.api_proxy_groups.remove_proxies(caller, under, group, proxies_named({proxy})));
  });
}

/// Calls of the credential API on existing records under one name of a project.
void add_api_security_calls(std::vector<Call>& calls, const std::string& prefix, Target target,
                            const ProjectOf& project, const std::string& username,
                            const std::string& proxy, const std::string& group) {
  const AddUnder add = [&](const std::string& name, Effect effect, const MakeUnder& make) {
    calls.push_back({prefix + " " + name, effect, target, [=](Services& s, auto& caller, auto& e) {
                       return make(s, caller, project(e));
                     }});
  };
  const std::vector<GrantAccess> new_grants{{proxy == "Stock" ? "Orders" : proxy},
                                            {"Common", TargetType::api_proxy_group}};
  add("credentials GET", reads, [](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.list(caller, under, {}));
  });
  add("credentials count", reads, [](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.count(caller, under));
  });
  add("credential GET", reads, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.get(caller, under, username));
  });
  add("credentials may manage", reads, [](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.may_manage(caller, under));
  });
  add("credentials POST", changes, [](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.create(caller, under, checked<CreateCredential>({client("new")})));
  });
  add("credentials PUT", changes, [=](Services& s, auto& caller, auto& under) {
    SaveCredential command = client(username);
    command.full_name = "New";
    return outcome(s.credentials.save(caller, under, checked(command)));
  });
  add("credentials PUT (new)", changes, [](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.save(caller, under, checked(client("new"))));
  });
  add("credentials PATCH", changes, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.set_password(caller, under, username,
                                              checked<SetCredentialPassword>({Secret("new")})));
  });
  add("credentials DELETE", changes, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.credentials.remove(caller, under, username));
  });
  add("access GET", reads, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.grants.list(caller, under, username));
  });
  add("access count", reads, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.grants.count(caller, under, username));
  });
  add("access PUT", changes, [=](Services& s, auto& caller, auto& under) {
    return outcome(s.grants.add(caller, under, username, checked_list<GrantAccess>(new_grants)));
  });
  add_api_proxy_calls(add, proxy, group);
}

/// Calls that are reserved for root, for whom no account is foreign.
void add_service_account_calls(std::vector<Call>& calls) {
  const auto add = [&](const char* name, Effect effect, Target target, auto make) {
    calls.push_back({name, effect, target, make});
  };
  add("service-accounts GET", reads, none, [](Services& s, auto& caller, auto&) {
    return outcome(s.service_accounts.list(caller, {}));
  });
  add("service-accounts POST", changes, none, [](Services& s, auto& caller, auto&) {
    return outcome(s.service_accounts.create(caller, checked<CreateServiceAccount>({"New"})));
  });
  add("service-account GET", reads, by_id, [](Services& s, auto& caller, auto& e) {
    return outcome(s.service_accounts.get(caller, e.service_account.id));
  });
  add("service-account DELETE", changes, by_id, [](Services& s, auto& caller, auto& e) {
    return outcome(s.service_accounts.remove(caller, e.service_account.id));
  });
  add("service-account secrets POST", changes, by_id, [](Services& s, auto& caller, auto& e) {
    return outcome(s.service_accounts.add_secret(caller, e.service_account.id));
  });
  add("service-account secrets DELETE", changes, by_id, [](Services& s, auto& caller, auto& e) {
    return outcome(s.service_accounts.remove_secret(caller, e.service_account.id,
                                                    e.service_account.secrets.front().id));
  });
}

void add_limit_calls(std::vector<Call>& calls) {
  using Make = std::function<std::string(LimitSettings&, const Principal&, const Estate&)>;
  const auto add = [&](const std::string& name, Effect effect, const Make& make) {
    calls.push_back({"limits " + name, effect, none,
                     [=](Services& s, auto& caller, auto& e) { return make(s.limits, caller, e); },
                     Role::root});
  };
  const SetLimits all{.projects = 7, .users = 7, .items = 7};
  add("GET", reads,
      [](auto& limits, auto& caller, auto&) { return outcome(limits.of_installation(caller)); });
  add("PUT", changes, [=](auto& limits, auto& caller, auto&) {
    return outcome(limits.set_of_installation(caller, checked(all)));
  });
  add("of a service GET", reads, [](auto& limits, auto& caller, auto&) {
    return outcome(limits.of_service(caller, code("push")));
  });
  add("of a service PUT", changes, [](auto& limits, auto& caller, auto&) {
    return outcome(limits.set_of_service(caller, code("push"), checked<SetItemLimit>({7})));
  });
  add("of an account GET", reads, [](auto& limits, auto& caller, auto& e) {
    return outcome(limits.of_account(caller, e.account));
  });
  add("of an account PUT", changes, [=](auto& limits, auto& caller, auto& e) {
    return outcome(limits.set_of_account(caller, e.account, checked(all)));
  });
  add("of a project GET", reads, [](auto& limits, auto& caller, auto& e) {
    return outcome(limits.of_project(caller, e.account, e.project));
  });
  add("of a project PUT", changes, [](auto& limits, auto& caller, auto& e) {
    return outcome(limits.set_of_project(caller, e.account, e.project, checked<SetUserLimit>({7})));
  });
  add("of an attachment GET", reads, [](auto& limits, auto& caller, auto& e) {
    return outcome(limits.of_attachment(caller, e.account, e.project, code("push")));
  });
  add("of an attachment PUT", changes, [](auto& limits, auto& caller, auto& e) {
    return outcome(limits.set_of_attachment(caller, e.account, e.project, code("push"),
                                            checked<SetItemLimit>({7})));
  });
}

std::vector<Call> make_calls() {
  std::vector<Call> calls{
      {"session/logout", changes, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.sessions.log_out(caller)); }},
      {"session/logout others", changes, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.sessions.log_out_others(caller)); }},
      {"me", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.users.me(caller)); }},
      {"account GET", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.accounts.get(caller)); }},
      {"account PUT", changes, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(s.accounts.update(
             caller, checked<UpdateAccount>(
                         {.organization_name = "New", .email = email("moved@example.com")})));
       }},
      {"account DELETE", changes, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.accounts.remove(caller)); }},
      {"projects list", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.projects.list(caller, {})); }},
      {"projects create", changes, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(s.projects.create(caller, checked<DescribeProject>({"New"})));
       }},
      {"projects GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.get(caller, e.project));
       }},
      {"projects PUT", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(
             s.projects.update(caller, e.project, checked<DescribeProject>({"Renamed"})));
       }},
      {"projects DELETE", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.remove(caller, e.project));
       }},
      {"api keys GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.push_keys(caller, e.project));
       }},
      {"api keys PUT", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.projects.update_push_keys(
             caller, e.project, checked<UpdatePushKeys>({.apns_cert = "cert"})));
       }},
      {"project services attach", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.attachments.create(caller, e.project,
                                             checked<AttachService>({code("chat"), "Chat"})));
       }},
      {"project services list", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.attachments.list(caller, e.project, {}));
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
       [](Services& s, auto& caller, auto&) {
         return outcome(s.consumers.create(caller, checked(CreateConsumer{})));
       }},
      {"consumers GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.get(caller, e.attached));
       }},
      {"consumers DELETE", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.remove(caller, e.attached));
       }},
      {"project consumers list", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.attached(caller, e.project, {}));
       }},
      {"project consumers attach", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(
             s.consumers.attach(caller, e.project, checked<AttachConsumer>({e.consumer})));
       }},
      {"project consumers detach", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.detach(caller, e.project, e.attached));
       }},
      {"consumer-tokens create", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.consumers.mint_token(
             caller, checked<MintConsumerToken>({e.attached, e.project, code("push")})));
       }},
      {"consumer-tokens delete", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(
             s.consumers.revoke_token(caller, e.project, code("push"), e.consumer_token));
       }},
      {"services (catalogue) GET", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.catalogue.list(caller, {})); }},
      {"service of the catalogue GET", reads, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(s.catalogue.get(caller, code("chat")));
       }},
      {"service of the catalogue DELETE", changes, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(s.catalogue.remove(caller, code("chat")));
       },
       Role::root},
      {"services (catalogue) POST", changes, none,
       [](Services& s, auto& caller, auto&) {
         return outcome(
             s.catalogue.create(caller, checked<CreateCatalogueItem>({code("new"), "New"})));
       },
       Role::root},
      {"services-token GET", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.service_tokens.issue(caller, e.project));
       }},
      {"services-token DELETE", changes, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.service_tokens.end_all(caller, e.project));
       }},
      {"services-tokens GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.service_tokens.list(caller, e.project, {}));
       }},
      {"usage GET", reads, by_id,
       [](Services& s, auto& caller, auto& e) {
         return outcome(s.usage.sums(caller, e.project, code("push"), {}));
       }},
  };
  add_limit_calls(calls);
  calls.push_back(
      {"email-tracking GET", reads, none,
       [](Services& s, auto& caller, auto&) { return outcome(s.mail_ledger.list(caller, {}, {})); },
       Role::root});
  add_service_account_calls(calls);
  calls.push_back({"members GET", reads, by_id, [](Services& s, auto& caller, auto& e) {
                     return outcome(s.members.list(caller, e.project, {}));
                   }});
  calls.push_back({"members PUT", changes, by_id, [](Services& s, auto& caller, auto& e) {
                     return outcome(s.members.set(
                         caller, e.project, e.other_developer.user.id,
                         checked<SetPermissions>({{Permission::manage_api_security}})));
                   }});
  calls.push_back({"members DELETE", changes, by_id, [](Services& s, auto& caller, auto& e) {
                     return outcome(s.members.remove(caller, e.project, e.developer.user.id));
                   }});
  calls.push_back({"gateways GET", reads, none, [](Services& s, auto& caller, auto&) {
                     return outcome(s.gateways.list(caller, {}));
                   }});
  calls.push_back({"gateways POST", changes, none, [](Services& s, auto& caller, auto&) {
                     return outcome(s.gateways.create(caller, checked<SaveGateway>({"New"})));
                   }});
  calls.push_back({"gateway GET", reads, by_id, [](Services& s, auto& caller, auto& e) {
                     return outcome(s.gateways.get(caller, e.gateway));
                   }});
  calls.push_back({"gateway PUT", changes, by_id, [](Services& s, auto& caller, auto& e) {
                     return outcome(
                         s.gateways.update(caller, e.gateway, checked<SaveGateway>({"Renamed"})));
                   }});
  calls.push_back({"gateways DELETE", changes, by_id, [](Services& s, auto& caller, auto& e) {
                     return outcome(s.gateways.remove(caller, e.gateway));
                   }});
  calls.push_back({"managed projects GET", reads, none, [](Services& s, auto& caller, auto&) {
                     return outcome(s.managed_projects.list(caller, {}));
                   }});
  calls.push_back({"managed projects count", reads, none, [](Services& s, auto& caller, auto&) {
                     return outcome(s.managed_projects.count(caller));
                   }});
  const ProjectOf of_estate = [](const Estate& e) { return e.project_name; };
  add_api_security_calls(calls, "project", by_id, of_estate, "client", "Stock", "Public");
  calls.push_back(
      {"project access DELETE", changes, by_id, [](Services& s, auto& caller, auto& e) {
         return outcome(s.grants.remove(
             caller, e.project_name, "client",
             checked_list<RevokeAccess>({{"Stock"}, {"Public", TargetType::api_proxy_group}})));
       }});
  // These calls name no account: they refer to the caller's own account.
  const ProjectOf everywhere = [](const Estate&) { return std::string("admin"); };
  add_api_security_calls(calls, "admin", none, everywhere, "global", "Everywhere", "Common");
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

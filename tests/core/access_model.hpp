/// A reference model of the rules of the credential API, written as simply as possible: linear
/// searches and no caching. Random operations are applied to the model and to the services.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "world.hpp"

namespace gatehouse::testing {

inline const std::vector<std::string> model_projects{"admin", "Shop", "Blog"};

/// Texts of ranges and addresses, and which range contains which address: literals, not computed.
struct ModelRange {
  std::string text;
  std::vector<std::string> holds;
};
inline const std::vector<std::string> model_addresses{"192.0.2.1", "::ffff:192.0.2.1", "10.1.2.3",
                                                      "2001:db8::1", "::1"};
inline const std::vector<ModelRange> model_ranges{
    {"192.0.2.1", {"192.0.2.1", "::ffff:192.0.2.1"}},
    {"10.1", {"10.1.2.3"}},
    {"0.0.0.0/0", {"192.0.2.1", "::ffff:192.0.2.1", "10.1.2.3"}},
    {"::/0", {"2001:db8::1", "::1"}},
    {"2001:db8::/32", {"2001:db8::1"}},
};

class AccessModel {
 public:
  /// "admin" or a project, and the name of a record in it.
  struct Named {
    std::string scope;
    std::string name;
  };
  struct InGroup {
    std::string scope;
    std::string group;
    std::string proxy;
  };
  struct Client {
    std::string scope;
    std::string username;
    std::string password;
    bool enabled = true;
    std::optional<Timestamp> expires_at;
    std::vector<ModelRange> ranges;
  };
  struct Granted {
    std::string username;
    std::string scope;
    bool group = false;
    std::string name;
    std::optional<Timestamp> expires_at;
  };

  std::vector<Named> proxies;
  std::vector<Named> groups;
  std::vector<InGroup> in_groups;
  std::vector<Client> clients;
  std::vector<Granted> grants;

  [[nodiscard]] Client* find(const std::string& username) {
    for (Client& client : clients) {
      if (client.username == username) return &client;
    }
    return nullptr;
  }

  static bool has(const std::vector<Named>& all, const std::string& scope,
                  const std::string& name) {
    for (const Named& one : all) {
      if (one.scope == scope && one.name == name) return true;
    }
    return false;
  }
  static bool anywhere(const std::vector<Named>& all, const std::string& name) {
    for (const Named& one : all) {
      if (one.name == name) return true;
    }
    return false;
  }
  static bool known(const std::vector<Named>& all, const std::string& scope,
                    const std::string& name) {
    if (scope == "admin") return anywhere(all, name);
    return has(all, scope, name) || has(all, "admin", name);
  }

  std::string register_name(std::vector<Named>& all, const std::string& scope,
                            const std::string& name) {
    if (known(all, scope, name)) return "already_exists";
    all.push_back({scope, name});
    return "done";
  }

  std::string erase_name(std::vector<Named>& all, bool group, const std::string& scope,
                         const std::string& name) {
    if (!has(all, scope, name)) return "failed_precondition";
    std::erase_if(all, [&](const Named& one) { return one.scope == scope && one.name == name; });
    const bool left = anywhere(all, name);
    std::erase_if(grants, [&](const Granted& grant) {
      return grant.group == group && grant.name == name && (grant.scope == scope || !left);
    });
    std::erase_if(in_groups, [&](const InGroup& in) {
      if (group) return in.scope == scope && in.group == name;
      return in.proxy == name && (in.scope == scope || !left);
    });
    return "done";
  }

  std::string put(const std::string& scope, const std::string& group, const std::string& proxy) {
    if (!has(groups, scope, group) || !known(proxies, scope, proxy)) return "failed_precondition";
    if (is_in(scope, group, proxy)) return "already_exists";
    in_groups.push_back({scope, group, proxy});
    return "done";
  }

  std::string take(const std::string& scope, const std::string& group, const std::string& proxy) {
    if (!has(groups, scope, group) || !is_in(scope, group, proxy)) return "failed_precondition";
    std::erase_if(in_groups, [&](const InGroup& in) {
      return in.scope == scope && in.group == group && in.proxy == proxy;
    });
    return "done";
  }

  std::string save(const Client& client) {
    Client* old = find(client.username);
    if (old == nullptr) {
      clients.push_back(client);
      return "done";
    }
    if (client.scope != "admin" && old->scope != client.scope) return "already_exists";
    // Under admin, it becomes valid in every project.
    *old = client;
    return "done";
  }

  std::string remove(const std::string& scope, const std::string& username) {
    const Client* old = find(username);
    if (old == nullptr || (scope != "admin" && old->scope != scope)) return "failed_precondition";
    std::erase_if(grants, [&](const Granted& grant) { return grant.username == username; });
    std::erase_if(clients, [&](const Client& one) { return one.username == username; });
    return "done";
  }

  /// An expired grant may be granted again.
  std::string grant(const Granted& wanted, Timestamp now) {
    const auto where = place(wanted);
    if (!where || !known(wanted.group ? groups : proxies, *where, wanted.name)) {
      return "failed_precondition";
    }
    std::erase_if(grants, [&](const Granted& one) {
      return same(one, wanted, *where) && one.expires_at && *one.expires_at <= now;
    });
    if (is_granted(wanted, *where)) return "already_exists";
    grants.push_back(wanted);
    grants.back().scope = *where;
    return "done";
  }

  std::string revoke(const Granted& wanted) {
    const auto where = place(wanted);
    if (!where || !is_granted(wanted, *where)) return "failed_precondition";
    std::erase_if(grants, [&](const Granted& one) { return same(one, wanted, *where); });
    return "done";
  }

  /// "allowed", or the name of the refusal.
  std::string decide(const std::string& project, const std::string& proxy,
                     const std::string& username, const std::string& secret,
                     const std::optional<std::string>& address, Timestamp now) {
    const Client* client = find(username);
    if (client == nullptr || client->password != secret) return "wrong_secret";
    if (!client->enabled) return "disabled";
    if (client->expires_at && *client->expires_at <= now) return "expired";
    if (!client->ranges.empty() && !(address && is_held(client->ranges, *address))) {
      return "address_not_allowed";
    }
    if (project != "Shop" && project != "Blog") return "not_granted";
    if (!known(proxies, project, proxy)) return "not_granted";
    if (client->scope != "admin" && client->scope != project) return "not_granted";
    bool any = false;
    for (const Granted& grant : grants) {
      if (grant.username != username || !reaches(grant, project, proxy)) continue;
      if (!grant.expires_at || *grant.expires_at > now) return "allowed";
      any = true;
    }
    return any ? "grant_expired" : "not_granted";
  }

 private:
  bool is_in(const std::string& scope, const std::string& group, const std::string& proxy) const {
    for (const InGroup& in : in_groups) {
      if (in.scope == scope && in.group == group && in.proxy == proxy) return true;
    }
    return false;
  }
  static bool is_held(const std::vector<ModelRange>& ranges, const std::string& address) {
    for (const ModelRange& range : ranges) {
      for (const std::string& held : range.holds) {
        if (held == address) return true;
      }
    }
    return false;
  }
  /// The place where a grant requested under a name applies; empty if the client is not visible.
  std::optional<std::string> place(const Granted& wanted) {
    const Client* client = find(wanted.username);
    if (client == nullptr) return std::nullopt;
    if (client->scope == "admin") return wanted.scope;
    if (wanted.scope == "admin" || wanted.scope == client->scope) return client->scope;
    return std::nullopt;
  }
  static bool same(const Granted& one, const Granted& wanted, const std::string& where) {
    return one.username == wanted.username && one.scope == where && one.group == wanted.group &&
           one.name == wanted.name;
  }
  bool is_granted(const Granted& wanted, const std::string& where) const {
    for (const Granted& one : grants) {
      if (same(one, wanted, where)) return true;
    }
    return false;
  }
  bool reaches(const Granted& grant, const std::string& project, const std::string& proxy) const {
    if (grant.scope != "admin" && grant.scope != project) return false;
    if (!grant.group) return grant.name == proxy;
    return is_in(project, grant.name, proxy) || is_in("admin", grant.name, proxy);
  }
};

/// The account whose security is managed, its model, and the random number generator.
class RandomEstate {
 public:
  RandomEstate(World& world, unsigned seed)
      : world_(world), random_(seed), admin_(world.registered_admin("ann@example.com")) {
    for (std::size_t i = 1; i < model_projects.size(); ++i) {
      world.project(admin_, model_projects[i]);
    }
    // Between whole seconds, so that the microseconds added by clock readings have no effect.
    world.clock.advance(std::chrono::milliseconds(500));
    start_ = world.clock.next() - std::chrono::milliseconds(500);
  }

  struct Question {
    std::string project;
    std::string proxy;
    std::string username;
    Secret secret;
    std::optional<std::string> address;

    [[nodiscard]] AccessQuestion of(AccountId account) const {
      return {.account = account,
              .project = project,
              .proxy = proxy,
              .username = username,
              .secret = secret,
              .address = address ? IpAddress::parse(*address) : std::nullopt};
    }
  };

  [[nodiscard]] AccountId account() const { return *admin_.user.account; }

  /// A small set of names, so that all combinations occur.
  Question question() {
    return {random_() % 10 == 0 ? pick({"admin", "Nowhere"}) : pick({"Shop", "Blog"}), a_proxy(),
            a_user(), Secret(a_password()), maybe_address()};
  }

  std::string expected(const Question& question) {
    return model_.decide(question.project, question.proxy, question.username,
                         std::string(question.secret.reveal()), question.address,
                         world_.clock.next());
  }

  /// Applies an operation to both, and returns the results of the services and of the model.
  std::pair<std::string, std::string> operate() {
    auto& services = world_.services;
    const std::string scope = pick(model_projects);
    switch (random_() % 16) {
      case 0: {
        const std::string name = a_proxy();
        return {
            outcome(services.api_proxies.create(admin_, scope, checked<RegisterApiProxy>({name}))),
            model_.register_name(model_.proxies, scope, name)};
      }
      case 1: {
        if (random_() % 3 != 0) return {};
        const std::string name = a_proxy();
        return {outcome(services.api_proxies.remove(admin_, scope, name)),
                model_.erase_name(model_.proxies, false, scope, name)};
      }
      case 2: {
        const std::string name = a_group();
        return {outcome(services.api_proxy_groups.create(admin_, scope,
                                                         checked<CreateApiProxyGroup>({name}))),
                model_.register_name(model_.groups, scope, name)};
      }
      case 3: {
        if (random_() % 3 != 0) return {};
        const std::string name = a_group();
        return {outcome(services.api_proxy_groups.remove(admin_, scope, name)),
                model_.erase_name(model_.groups, true, scope, name)};
      }
      case 4:
      case 5: {
        const std::string group = a_group();
        const std::string proxy = a_proxy();
        return {outcome(services.api_proxy_groups.add_proxies(admin_, scope, group,
                                                              proxies_named({proxy}))),
                model_.put(scope, group, proxy)};
      }
      case 6: {
        const std::string group = a_group();
        const std::string proxy = a_proxy();
        return {outcome(services.api_proxy_groups.remove_proxies(admin_, scope, group,
                                                                 proxies_named({proxy}))),
                model_.take(scope, group, proxy)};
      }
      case 7: return save(scope);
      case 8: {
        if (random_() % 4 != 0) return {};
        const std::string username = a_user();
        return {outcome(services.credentials.remove(admin_, scope, username)),
                model_.remove(scope, username)};
      }
      default: return grant_or_revoke(scope);
    }
  }

  /// Advances the clock by whole seconds.
  void wait() { world_.clock.advance(std::chrono::seconds(random_() % 3)); }

  std::size_t roll(std::size_t sides) { return random_() % sides; }

 private:
  std::string pick(const std::vector<std::string>& all) { return all[random_() % all.size()]; }
  std::string a_proxy() { return pick({"a", "b", "c"}); }
  std::string a_group() { return pick({"g", "h", "a"}); }
  std::string a_user() { return pick({"u", "v", "w"}); }
  std::string a_password() { return random_() % 10 == 0 ? "abd" : "abc"; }
  std::optional<std::string> maybe_address() {
    if (random_() % 4 == 0) return std::nullopt;
    return pick(model_addresses);
  }
  /// Usually no expiry; otherwise a whole second close to the current time.
  std::optional<Timestamp> an_end() {
    if (random_() % 5 < 3) return std::nullopt;
    const auto passed = std::chrono::floor<std::chrono::seconds>(world_.clock.next() - start_);
    return start_ + passed + std::chrono::seconds(random_() % 40) - std::chrono::seconds(2);
  }

  std::pair<std::string, std::string> save(const std::string& scope) {
    AccessModel::Client client{scope, a_user(), a_password(), random_() % 8 != 0, an_end(), {}};
    SaveCredential command{.username = client.username,
                           .password = Secret(client.password),
                           .email = email("client@example.com"),
                           .enabled = client.enabled,
                           .ip_ranges = std::vector<IpRange>{},
                           .expires_at = client.expires_at};
    // Usually without an address restriction.
    for (std::size_t i = random_() % 8; i >= 6; --i) {
      client.ranges.push_back(model_ranges[random_() % model_ranges.size()]);
      command.ip_ranges->push_back(IpRange::parse(client.ranges.back().text).value());
    }
    return {outcome(world_.services.credentials.save(admin_, scope, checked(command))),
            model_.save(client)};
  }

  std::pair<std::string, std::string> grant_or_revoke(const std::string& scope) {
    const bool group = random_() % 2 == 0;
    const AccessModel::Granted wanted{a_user(), scope, group, group ? a_group() : a_proxy(),
                                      an_end()};
    const TargetType type = group ? TargetType::api_proxy_group : TargetType::api_proxy;
    if (random_() % 8 == 0) {
      return {
          outcome(world_.services.grants.remove(admin_, scope, wanted.username,
                                                checked_list<RevokeAccess>({{wanted.name, type}}))),
          model_.revoke(wanted)};
    }
    return {outcome(world_.services.grants.add(
                admin_, scope, wanted.username,
                checked_list<GrantAccess>({{wanted.name, type, wanted.expires_at}}))),
            model_.grant(wanted, world_.clock.next())};
  }

  World& world_;
  std::mt19937 random_;
  Principal admin_;
  AccessModel model_;
  Timestamp start_;
};

}  // namespace gatehouse::testing

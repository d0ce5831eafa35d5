/// A project with protected APIs, and the access requests of its gateway.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "world.hpp"

namespace gatehouse::testing {

/// The project "Shop" with the API proxies "Stock" and "Orders", of which its credential "client"
/// was granted the first.
struct Shop {
  explicit Shop(World& world)
      : admin(world.registered_admin("ann@example.com")),
        account(*admin.user.account),
        project(world.project(admin, "Shop")) {
    world.api_proxy(admin, "Shop", "Stock");
    world.api_proxy(admin, "Shop", "Orders");
    world.credential(admin, "Shop", "client");
    world.grant(admin, "Shop", "client", "Stock");
  }

  Principal admin;
  AccountId account;
  ProjectId project;
};

/// A request that is allowed by default.
struct Asked {
  std::optional<AccountId> account{};
  std::string_view project = "Shop";
  std::string_view proxy = "Stock";
  std::string_view username = "client";
  std::string_view secret = password;
  std::optional<IpAddress> address{};
};

inline std::string told(const Verdict& verdict) {
  return verdict.refusal ? std::string(name(*verdict.refusal)) : "allowed";
}
/// The decision returned, or "not remembered".
inline std::string told(const std::optional<Verdict>& verdict) {
  return verdict ? told(*verdict) : "not remembered";
}

/// The outcome of the request, as returned by `ask`.
template <class Ask>
auto with_question(const Shop& shop, const Asked& asked, Ask ask) {
  const Secret secret(asked.secret);
  return ask(AccessQuestion{.account = asked.account.value_or(shop.account),
                            .project = asked.project,
                            .proxy = asked.proxy,
                            .username = asked.username,
                            .secret = secret,
                            .address = asked.address});
}

inline Verdict asked(Services& services, const Shop& shop, const Asked& question = {}) {
  return with_question(shop, question,
                       [&](const AccessQuestion& q) { return services.access.decide(q); });
}
inline Verdict asked(World& world, const Shop& shop, const Asked& question = {}) {
  return asked(world.services, shop, question);
}
/// "allowed", or the name of the refusal.
inline std::string answer(World& world, const Shop& shop, const Asked& question = {}) {
  return told(asked(world, shop, question));
}
inline std::string recalled(World& world, const Shop& shop, const Asked& question = {}) {
  return with_question(shop, question, [&](const AccessQuestion& q) {
    return told(world.services.access.lookup_cached(q));
  });
}
inline std::string looked_up(World& world, const Shop& shop, const Asked& question = {}) {
  return with_question(shop, question, [&](const AccessQuestion& q) {
    return told(world.services.access.decide_without_hashing(q));
  });
}

}  // namespace gatehouse::testing

/// A project whose service issues tokens to consumers, and the requests of their devices.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/json.hpp>

#include "world.hpp"

namespace gatehouse::testing {

/// A project with the service "push" attached, and one consumer.
struct TokenShop {
  explicit TokenShop(World& world, std::string_view owner = "ann@example.com")
      : admin(world.registered_admin(owner)),
        account(*admin.user.account),
        project(world.project(admin, "Shop")) {
    const auto offered = [&](const Transaction& tx) { return tx.catalogue().find(code("push")); };
    if (!world.storage.read(offered)) world.offer("push");
    world.attach_service(admin, project, "push");
    consumer = world.attached_consumer(admin, project);
  }

  Principal admin;
  AccountId account;
  ProjectId project;
  ConsumerId consumer;
};

/// Issues a consumer token.
inline std::string minted(World& world, const TokenShop& shop) {
  return std::string(world.mint(shop.admin, shop.consumer, shop.project, "push").text.reveal());
}

inline Result<ExchangedTokens> present(Services& services, std::string_view token,
                                       const std::optional<std::string>& client_id = {}) {
  return services.token_exchange.exchange(checked<ExchangeToken>(
      {.grant_type = "refresh_token", .refresh_token = Secret(token), .client_id = client_id}));
}
inline Result<ExchangedTokens> present(World& world, std::string_view token,
                                       const std::optional<std::string>& client_id = {}) {
  return present(world.services, token, client_id);
}

/// Exchanges the token and returns the refresh token.
inline std::string refreshed(World& world, std::string_view token) {
  return std::string(must(present(world, token)).refresh_token.reveal());
}

/// Makes the next exchange happen at exactly that time. Lazily loaded data is loaded here, because
/// selecting the signing key reads the clock once more.
inline void turn_to(World& world, Timestamp moment) {
  world.clock.set(moment - Duration(10));
  world.services.signing_keys.ensure();
  (void)world.services.signing_keys.published();
  world.clock.set(moment);
}

inline std::string text_of(const Secret& secret) { return std::string(secret.reveal()); }

/// The only family of refresh tokens.
inline TokenFamily family_of(World& world) {
  const auto all = world.all<TokenFamily>();
  if (all.size() != 1) throw std::logic_error("not one family, but " + std::to_string(all.size()));
  return all.front();
}

/// "access_token", "refresh_token", "consumer_token", or "inactive".
inline std::string told_of(World& world, const ServiceCaller& caller, std::string_view token) {
  const auto active = world.services.introspection.introspect(caller, token);
  return active ? std::string(name(active->kind)) : "inactive";
}
inline std::string told_of(World& world, std::string_view token) {
  const auto active = world.services.introspection.introspect(token);
  return active ? std::string(name(active->kind)) : "inactive";
}

/// Sets how many items of "push" the shop may use; an empty value removes the limit.
inline void limit_items(World& world, const TokenShop& shop, std::optional<std::int64_t> limit) {
  must(world.services.limits.set_of_attachment(world.the_operator(), shop.account, shop.project,
                                               code("push"),
                                               checked<SetItemLimit>({NewLimit(limit)})));
}

/// The JSON object in a part of a JSON Web Token: 0 is the header, 1 the claims.
inline JsonObject part_of(std::string_view token, int part) {
  for (; part > 0; --part) token.remove_prefix(token.find('.') + 1);
  return JsonObject::parse(from_base64url(token.substr(0, token.find('.'))).value()).value();
}

}  // namespace gatehouse::testing

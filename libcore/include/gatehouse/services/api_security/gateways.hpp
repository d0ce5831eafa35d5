/// Gateways, which request decisions about an account's credentials. Admins manage them.
#pragma once

#include <memory>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/edit.hpp>
#include <gatehouse/schema/gateways.hpp>
#include <gatehouse/services/api_security/decision_cache.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Gateways {
 public:
  Gateways(Operations& operations, const ServicePorts& ports, const Settings& settings,
           DecisionCache& cache);

  [[nodiscard]] Result<Listing<Gateway, GatewayId>> list(const UserContext& caller,
                                                         const ListRequest<GatewayId>& request);
  /// Fails with already_exists if the name is taken in the account.
  [[nodiscard]] Result<NewGateway> create(const UserContext& caller,
                                          const Checked<SaveGateway>& command);
  /// Fails with not_found for a gateway of another account.
  [[nodiscard]] Result<Gateway> get(const UserContext& caller, GatewayId id);
  /// Changes the given fields, effective from the next decision. Fails with already_exists as
  /// create(). The token does not change.
  [[nodiscard]] Result<Gateway> update(const UserContext& caller, GatewayId id,
                                       const Edit<SaveGateway>& edit);
  /// Also invalidates the gateway's token.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, GatewayId id);

  /// Returns the owner of the token if it is cached, and null otherwise. Never blocks.
  [[nodiscard]] std::shared_ptr<const Gateway> lookup_cached(std::string_view token);
  /// Returns the owner of the token at its last lookup, even if outdated. Use it to predict the
  /// kind of work, never to authenticate.
  [[nodiscard]] std::shared_ptr<const Gateway> last_known(std::string_view token);
  /// Returns the owner of the token; null if the token is unknown.
  [[nodiscard]] std::shared_ptr<const Gateway> authenticate(std::string_view token);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  DecisionCache& cache_;
};

}  // namespace gatehouse

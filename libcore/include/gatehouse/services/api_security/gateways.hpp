/// Gateways: who may ask for decisions about an account's credentials. Admins make them.
#pragma once

#include <memory>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/api_security_commands.hpp>
#include <gatehouse/services/api_security/decision_cache.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// A gateway that was just made: its token is shown this once.
struct NewGateway {
  Gateway gateway;
  Secret token;
};

class Gateways {
 public:
  Gateways(Operations& operations, const ServicePorts& ports, const Settings& settings,
           DecisionCache& cache);

  [[nodiscard]] Result<Listing<Gateway, GatewayId>> list(const UserContext& caller,
                                                         const ListRequest<GatewayId>& request);
  /// already_exists for a name that is taken in the account.
  [[nodiscard]] Result<NewGateway> create(const UserContext& caller, const SaveGateway& command);
  /// not_found for one of another account.
  [[nodiscard]] Result<Gateway> get(const UserContext& caller, GatewayId id);
  /// Changes all that can be changed, and counts from the next decision on. already_exists as
  /// create() has it. The token stays as it is.
  [[nodiscard]] Result<Gateway> update(const UserContext& caller, GatewayId id,
                                       const SaveGateway& command);
  /// Its token stops working.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, GatewayId id);

  /// Whose token it is, if that is remembered; null otherwise. Waits for nothing.
  [[nodiscard]] std::shared_ptr<const Gateway> lookup_cached(std::string_view token);
  /// Whose token it was when somebody looked last, however long ago: tells what kind of work there
  /// is going to be, and proves nothing.
  [[nodiscard]] std::shared_ptr<const Gateway> last_known(std::string_view token);
  /// Whose token it is; null for an unknown one.
  [[nodiscard]] std::shared_ptr<const Gateway> authenticate(std::string_view token);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  DecisionCache& cache_;
};

}  // namespace gatehouse

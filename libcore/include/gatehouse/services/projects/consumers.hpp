/// Consumers, the projects they are attached to, and the tokens minted for them.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// A consumer token that was just minted: its text is shown this once.
struct MintedToken {
  ConsumerToken token;
  Secret text;
};

class Consumers {
 public:
  Consumers(Operations& operations, const ServicePorts& ports, const Settings& settings,
            Erasures& erasures);

  [[nodiscard]] Result<Listing<Consumer, ConsumerId>> list(const UserContext& caller,
                                                           const ListRequest<ConsumerId>& request);
  [[nodiscard]] Result<Consumer> create(const UserContext& caller, const CreateConsumer& command);

  /// already_exists when it is attached; limit_exceeded when the project may have no more.
  [[nodiscard]] Result<Done> attach(const UserContext& caller, ProjectId project,
                                    const AttachConsumer& command);
  /// The consumer's tokens for the project die, and the families of refresh tokens with them.
  [[nodiscard]] Result<Done> detach(const UserContext& caller, ProjectId project,
                                    ConsumerId consumer);

  /// failed_precondition when the consumer or the service is not attached to the project;
  /// limit_exceeded when the service's items are used up.
  [[nodiscard]] Result<MintedToken> mint_token(const UserContext& caller,
                                               const MintConsumerToken& command);
  /// With one that was exchanged, what it was exchanged for ends. not_found for a token that is
  /// unknown or not of that project and service.
  [[nodiscard]] Result<Done> revoke_token(const UserContext& caller, ProjectId project,
                                          const ServiceCode& service, std::string_view token);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Erasures& erasures_;
};

}  // namespace gatehouse

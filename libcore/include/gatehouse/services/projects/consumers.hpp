/// Consumers, their attachments to projects, and their tokens.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/consumer_tokens.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Consumers {
 public:
  Consumers(Operations& operations, const ServicePorts& ports, const Settings& settings,
            Erasures& erasures);

  /// The filter is about a part of the id.
  [[nodiscard]] Result<Listing<Consumer, ConsumerId>> list(const UserContext& caller,
                                                           const ListRequest<ConsumerId>& request);
  [[nodiscard]] Result<Consumer> create(const UserContext& caller,
                                        const Checked<CreateConsumer>& command);

  [[nodiscard]] Result<Consumer> get(const UserContext& caller, ConsumerId id);
  /// Deletes the consumer, detaches it from its projects, and revokes its tokens with their refresh
  /// token families. It is inaccessible at once; rows beyond a bounded number are removed in later
  /// steps (see Erasures), and the consumers used by its projects decrease with them.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, ConsumerId id);

  /// Lists the consumers attached to the project.
  [[nodiscard]] Result<Listing<Consumer, ConsumerId>> attached(
      const UserContext& caller, ProjectId project, const ListRequest<ConsumerId>& request);
  /// Fails with already_exists if the consumer is attached, and with limit_exceeded if the project
  /// has reached its limit.
  [[nodiscard]] Result<Done> attach(const UserContext& caller, ProjectId project,
                                    const Checked<AttachConsumer>& command);
  /// Also revokes the consumer's tokens for the project and their refresh token families.
  [[nodiscard]] Result<Done> detach(const UserContext& caller, ProjectId project,
                                    ConsumerId consumer);

  /// Fails with failed_precondition if the consumer or the service is not attached to the project,
  /// and with limit_exceeded if the service's items are used up.
  [[nodiscard]] Result<MintedToken> mint_token(const UserContext& caller,
                                               const Checked<MintConsumerToken>& command);
  /// If the token was exchanged, also ends its token family. Fails with not_found for a token that
  /// is unknown or belongs to another project or service.
  [[nodiscard]] Result<Done> revoke_token(const UserContext& caller, ProjectId project,
                                          const ServiceCode& service, std::string_view token);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Erasures& erasures_;
};

}  // namespace gatehouse

/// Service tokens, with which a tenant's own services authenticate as part of a project.
///
/// A project may have several. Issuing a token leaves the previous ones valid for
/// Settings::service_token_overlap, so that services can be switched without interruption. A token
/// belongs to the project and stays valid when the user who issued it is deleted.
#pragma once

#include <map>
#include <mutex>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/service_token.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/service_tokens.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// Thread-safe.
class ServiceTokens {
 public:
  ServiceTokens(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Maximum number of valid tokens of a project.
  static constexpr std::size_t max_tokens = 10;
  /// A token that was used within this time is not ended to make room for another one.
  static constexpr Duration in_use = std::chrono::hours(24);
  /// Uses within this time are stored once.
  static constexpr Duration resolution_of_use = std::chrono::minutes(1);

  /// Issues a token of the project. Earlier tokens end after the overlap, or at once if the overlap
  /// is zero. If the maximum is reached, the oldest token that is not in use ends at once; fails
  /// with conflict if all are in use.
  [[nodiscard]] Result<NewServiceToken> issue(const UserContext& caller, ProjectId project);

  /// Lists the currently valid tokens of the project.
  [[nodiscard]] Result<Listing<ServiceTokenView, ServiceTokenId>> list(
      const UserContext& caller, ProjectId project, const ListRequest<ServiceTokenId>& request);

  /// Ends all tokens of the project at once.
  [[nodiscard]] Result<Done> end_all(const UserContext& caller, ProjectId project);

  /// Fails with unauthenticated if the text is not a service token, or one that has ended.
  [[nodiscard]] Result<ServiceCaller> authenticate(std::string_view token);

  /// Stores the uses that authenticate() has recorded in memory since the last call, so that a use
  /// costs no write. Call it every few seconds, and at shutdown.
  void store_uses();

 private:
  struct Use {
    AccountId account;
    Timestamp at;
  };
  using Uses = std::map<TokenDigest, Use>;

  void note_use(const ServiceToken& token, Timestamp now);
  [[nodiscard]] Uses uses() const;
  void store(const Uses& uses);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  mutable std::mutex mutex_;
  /// Uses that are not stored yet.
  Uses uses_;
};

}  // namespace gatehouse

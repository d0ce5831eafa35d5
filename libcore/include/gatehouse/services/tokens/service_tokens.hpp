/// Service tokens: with which a tenant's own services prove that they are of a project.
///
/// A project has several: one that is issued leaves those before it good for
/// Settings::service_token_overlap, so that services can be given the new one without a gap. A
/// token is the project's and not its maker's: it goes on when the user who issued it is deleted.
#pragma once

#include <map>
#include <mutex>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/service_token.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// A service token that was just issued: its text is shown this once.
struct NewServiceToken {
  ServiceToken token;
  Secret text;
};

/// A token in a list.
struct ServiceTokenView {
  ServiceToken token;
  /// Whether its maker is no user of the account any more.
  bool maker_is_gone = false;
};

/// Any number of threads may use it.
class ServiceTokens {
 public:
  ServiceTokens(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Tokens of a project that are good at a time.
  static constexpr std::size_t max_tokens = 10;
  /// A token that was used within this time is not ended to make room for another one.
  static constexpr Duration in_use = std::chrono::hours(24);
  /// Uses within this time are stored once.
  static constexpr Duration resolution_of_use = std::chrono::minutes(1);

  /// Issues a token of the project. Those before it end after the overlap, or at once without one.
  /// Of ten, the oldest that is not in use ends at once; conflict when all are in use.
  [[nodiscard]] Result<NewServiceToken> issue(const UserContext& caller, ProjectId project);

  /// The tokens of the project that are good now.
  [[nodiscard]] Result<Listing<ServiceTokenView, ServiceTokenId>> list(
      const UserContext& caller, ProjectId project, const ListRequest<ServiceTokenId>& request);

  /// Ends all tokens of the project at once.
  [[nodiscard]] Result<Done> end_all(const UserContext& caller, ProjectId project);

  /// unauthenticated for a text that is no project's service token, or one that has ended.
  [[nodiscard]] Result<ServiceCaller> authenticate(std::string_view token);

  /// Stores the uses that authenticate() has seen since the last call, which are kept in memory
  /// until then: a use costs no write. Call it every few seconds, and at the end.
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
  /// Not stored yet.
  Uses uses_;
};

}  // namespace gatehouse

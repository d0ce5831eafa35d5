/// Service tokens: with which a tenant's own services prove that they are of a project.
#pragma once

#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/service_token.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/principal.hpp>

namespace gatehouse {

/// A service token that was just issued: its text is shown this once.
struct NewServiceToken {
  ServiceToken token;
  Secret text;
};

/// A service that has proved which project it is of.
struct ServiceCaller {
  AccountId account;
  ProjectId project;
  /// Of the token that proves it.
  TokenDigest token;
};

class ServiceTokens {
 public:
  explicit ServiceTokens(const Ports& ports);

  /// Issues the project's one service token; the former one ends.
  [[nodiscard]] Result<NewServiceToken> issue(const Principal& caller, ProjectId project);

  /// unauthenticated for a text that is no project's service token.
  [[nodiscard]] Result<ServiceCaller> authenticate(std::string_view token);

 private:
  Ports ports_;
};

/// Inside a transaction: refused with unauthenticated when the caller's token has ended since it
/// was looked up.
[[nodiscard]] Result<Done> still_authenticated(const Transaction& tx, const ServiceCaller& caller);

}  // namespace gatehouse

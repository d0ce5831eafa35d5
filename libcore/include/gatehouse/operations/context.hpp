/// Actors and the origin of their requests.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_account.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/operations/permissions.hpp>
#include <gatehouse/ports/storage.hpp>

namespace gatehouse {

struct IdempotencyClaim;

/// The origin of a request. A view, valid for one call.
struct Origin {
  /// The client address; empty if the program does not know it.
  std::optional<IpAddress> address{};
  /// The X-Request-Id of the response; empty outside of requests.
  std::string_view request_id{};
  /// The claim on the idempotency key of the request (see idempotency.hpp); null without one. It
  /// takes effect for users alone.
  IdempotencyClaim* claim = nullptr;
};

/// An authenticated user or service account, as returned by Sessions::authenticate().
struct Principal {
  /// For a service account, as_user() of it.
  User user;
  /// The session, or the token of the service account, that authenticates the user.
  TokenDigest session;
  /// The name of a project whose API security the user could manage when the session was looked up.
  /// Saves a read before slow work; changes check the permission in their transaction.
  std::optional<std::string> managed_project{};
  bool is_service_account = false;
};

/// An authenticated service of a project, as returned by ServiceTokens::authenticate().
struct ServiceCaller {
  AccountId account;
  ProjectId project;
  /// The digest of the token that authenticates the service.
  TokenDigest token;
};

/// A caller of a known kind with the origin of the request. Converts implicitly from a caller, for
/// programs without requests. A view, valid for one call.
template <class Caller>
struct ContextOf {
  // NOLINTNEXTLINE(google-explicit-constructor): see above
  ContextOf(const Caller& caller, const Origin& from = {}) : actor(caller), origin(from) {}

  const Caller& actor;
  Origin origin;
};

using UserContext = ContextOf<Principal>;
using ServiceContext = ContextOf<ServiceCaller>;

/// A client that is not authenticated, or is authenticated by the operation itself.
struct Anonymous {};
/// The operator of the installation, at the command line.
struct Operator {};
/// The server itself, on behalf of no caller.
struct Housekeeper {};

using Actor =
    std::variant<Anonymous, const Principal*, const ServiceCaller*, Operator, Housekeeper>;

/// Any actor with its origin. A view, valid for one call.
struct Context {
  // NOLINTBEGIN(google-explicit-constructor): a caller, or an actor without one, is a context
  Context(const UserContext& user) : actor(&user.actor), origin(user.origin) {}
  Context(const ServiceContext& service) : actor(&service.actor), origin(service.origin) {}
  Context(Anonymous stranger, const Origin& from) : actor(stranger), origin(from) {}
  Context(Operator at_the_machine) : actor(at_the_machine) {}
  Context(Housekeeper server) : actor(server) {}
  // NOLINTEND(google-explicit-constructor)

  Actor actor;
  Origin origin{};
};

/// Returns the account in which the actor acts, if any. Fails with permission_denied unless the
/// actor may perform the action on at least some records.
[[nodiscard]] Result<Tenant> authorize(const Context& context, Action action);

/// Call this inside a transaction. Fails with unauthenticated if the session or the service token
/// of the actor has ended since it was looked up.
[[nodiscard]] Result<Done> still_authenticated(const Transaction& tx, const Context& context,
                                               Timestamp now);

/// The service account to which a valid token was issued, or nothing if the token is unknown,
/// expired, or obtained with a secret that was deleted.
[[nodiscard]] std::optional<ServiceAccount> holder_of(const Transaction& tx,
                                                      const TokenDigest& token, Timestamp now);

/// The error for an unknown or ended service token.
[[nodiscard]] Error unknown_service_token();

}  // namespace gatehouse

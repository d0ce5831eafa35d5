/// Who acts, and from where.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/operations/permissions.hpp>
#include <gatehouse/ports/storage.hpp>

namespace gatehouse {

/// Where a request comes from. A view, for the time of one call.
struct Origin {
  /// Of the client; nothing where the program does not know it.
  std::optional<IpAddress> address{};
  /// As in the answer's X-Request-Id; empty for what is no request.
  std::string_view request_id{};
};

/// A user, proved by a session: what Sessions::authenticate() gives.
struct Principal {
  User user;
  /// The session that proves it.
  TokenDigest session;
};

/// A service of a project, proved by a service token: what ServiceTokens::authenticate() gives.
struct ServiceCaller {
  AccountId account;
  ProjectId project;
  /// Of the token that proves it.
  TokenDigest token;
};

/// A caller of a known kind with the origin of the request. A caller alone converts to it, for
/// programs that have no requests. A view, for the time of one call.
template <class Caller>
struct ContextOf {
  // NOLINTNEXTLINE(google-explicit-constructor): see above
  ContextOf(const Caller& caller, const Origin& from = {}) : actor(caller), origin(from) {}

  const Caller& actor;
  Origin origin;
};

using UserContext = ContextOf<Principal>;
using ServiceContext = ContextOf<ServiceCaller>;

/// A client that has proved nothing, or proves it in the operation itself.
struct Anonymous {};
/// The operator of the installation, at the command line.
struct Operator {};
/// The server itself, on behalf of no caller.
struct Housekeeper {};

using Actor =
    std::variant<Anonymous, const Principal*, const ServiceCaller*, Operator, Housekeeper>;

/// Any actor with its origin. A view, for the time of one call.
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

/// The account in which the actor acts, which may be none: permission_denied unless the actor may
/// do this, to some record at least.
[[nodiscard]] Result<Tenant> authorize(const Context& context, Action action);

/// Inside a transaction: unauthenticated when the session or the service token that proves the
/// actor has ended since it was looked up.
[[nodiscard]] Result<Done> still_authenticated(const Transaction& tx, const Context& context,
                                               Timestamp now);

/// The refusal of a service token that does not prove anything, or not any more.
[[nodiscard]] Error unknown_service_token();

}  // namespace gatehouse

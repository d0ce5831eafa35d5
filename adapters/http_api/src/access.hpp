/// Who may call an operation: one of four kinds of caller. Authentication, the pool in which a
/// request waits, the error statuses and the security of OpenAPI follow from it.
#pragma once

#include <string_view>
#include <type_traits>
#include <variant>

#include <gatehouse/operations/permissions.hpp>

namespace gatehouse::http::api {

namespace access {

/// A user whose role has the permission.
struct User {
  explicit constexpr User(Action of) noexcept : action(of) {}

  Action action;
};

/// Anyone, without a token.
struct Open {
  /// The body field that names the account that a stranger logs in to; empty unless the operation
  /// is a login.
  std::string_view login_field{};
};

/// A service of a project, by its service token in the Authorization field.
struct Service {};

/// An OAuth 2.0 client, by credentials in the Authorization field or the form (see
/// client_authentication.hpp).
struct Client {
  /// Whether the credentials may be left out. They are verified if they are given.
  bool may_be_public = false;
  /// Whether the service token alone (Bearer) authenticates the client.
  bool takes_bearer = true;
  /// Whether a service account may be the client. The operation verifies its credentials, which it
  /// finds in the form wherever they were sent.
  bool takes_service_accounts = false;
};

}  // namespace access

using Access = std::variant<access::User, access::Open, access::Service, access::Client>;

// Otherwise an operation that does not state its access would compile.
static_assert(!std::is_default_constructible_v<Access>);

}  // namespace gatehouse::http::api

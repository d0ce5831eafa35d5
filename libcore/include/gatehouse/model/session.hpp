/// Sessions of users.
#pragma once

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

struct Session {
  TokenDigest digest;
  Tenant account;
  UserId user;
  Timestamp created_at;
  /// From this moment on it is over.
  Timestamp expires_at;

  friend bool operator==(const Session&, const Session&) = default;
};

/// A session with the user it belongs to, as they are now, but without the password hash, which
/// no caller with a session needs.
struct SignedIn {
  Session session;
  User user;

  friend bool operator==(const SignedIn&, const SignedIn&) = default;
};

}  // namespace gatehouse

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
  /// Expires at this time.
  Timestamp expires_at;

  friend bool operator==(const Session&, const Session&) = default;
};

/// A current session with its current user, without the password hash and the time of the latest
/// change, which callers with a session never need.
struct SignedIn {
  Session session;
  User user;

  friend bool operator==(const SignedIn&, const SignedIn&) = default;
};

}  // namespace gatehouse

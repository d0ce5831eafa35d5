/// Password resets.
#pragma once

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

/// The right to set a new password, granted by a mailed token.
struct PasswordReset {
  TokenDigest digest;
  Tenant account;
  UserId user;
  Timestamp created_at;
  Timestamp expires_at;

  friend bool operator==(const PasswordReset&, const PasswordReset&) = default;
};

}  // namespace gatehouse

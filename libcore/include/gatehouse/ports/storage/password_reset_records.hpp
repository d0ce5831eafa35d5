/// Password resets, looked up by the digest of the token.
///
/// Expired records are still found; services decide whether a record has expired.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/password_reset.hpp>

namespace gatehouse {

class PasswordResetRecords {
 public:
  virtual void insert(const PasswordReset& reset) = 0;
  [[nodiscard]] virtual std::optional<PasswordReset> find(const TokenDigest& digest) const = 0;
  /// [ST-44] Erases at most `limit` resets of the user and returns their number.
  virtual std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) = 0;
  /// [ST-45] Erases at most `limit` resets of the account's users and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-46] As for sessions.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~PasswordResetRecords() = default;
};

}  // namespace gatehouse

/// Sessions and password resets, found by the digest of the token.
///
/// Records past their expiry are still found: whether something is over is the services' rule.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/password_reset.hpp>
#include <gatehouse/model/session.hpp>

namespace gatehouse {

class SessionRecords {
 public:
  /// Throws PortError when the digest is taken: 256 random bits do not meet.
  virtual void insert(const Session& session) = 0;
  /// [ST-40] The session and its user as they are now, the password hash left empty. Nothing when
  /// either is gone.
  ///
  /// This is asked once per request: a storage makes it its fastest lookup.
  [[nodiscard]] virtual std::optional<SignedIn> find(const TokenDigest& digest) const = 0;
  virtual bool erase(const TokenDigest& digest) = 0;
  /// [ST-41] Erases at most `limit` of the user's sessions, except the one with the digest `keep`,
  /// and returns how many.
  virtual std::size_t erase_of_user(Tenant tenant, UserId user,
                                    const std::optional<TokenDigest>& keep, std::size_t limit) = 0;
  /// [ST-42] Erases at most `limit` sessions of users of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-43] Erases at most `limit` sessions that expired at or before `now`, the longest over
  /// first, and returns how many.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;
  /// [ST-219] A storage may keep copies of users beside sessions, and leave some to be refreshed
  /// later when a user with many sessions changes; lookups tell the truth meanwhile. Does at most
  /// about `limit` rows of that, and returns how many; 0 when nothing is left.
  virtual std::size_t refresh_copies(std::size_t limit) = 0;

 protected:
  ~SessionRecords() = default;
};

class PasswordResetRecords {
 public:
  virtual void insert(const PasswordReset& reset) = 0;
  [[nodiscard]] virtual std::optional<PasswordReset> find(const TokenDigest& digest) const = 0;
  /// [ST-44] Erases at most `limit` resets of the user and returns how many.
  virtual std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) = 0;
  /// [ST-45] Erases at most `limit` resets of the account's users and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-46] As for sessions.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~PasswordResetRecords() = default;
};

}  // namespace gatehouse

/// Sessions, looked up by the digest of the token.
///
/// Expired records are still found; services decide whether a record has expired.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/session.hpp>

namespace gatehouse {

class SessionRecords {
 public:
  /// Throws PortError if the digest is taken, which cannot happen by chance with 256 random bits.
  virtual void insert(const Session& session) = 0;
  /// [ST-40] Returns the current session and user, without the password hash and the time of the
  /// latest change. Returns nothing if either is gone.
  ///
  /// Called once per request: this should be the fastest lookup of a storage.
  [[nodiscard]] virtual std::optional<SignedIn> find(const TokenDigest& digest) const = 0;
  virtual bool erase(const TokenDigest& digest) = 0;
  /// [ST-41] Erases at most `limit` of the user's sessions, except the one with the digest `keep`,
  /// and returns their number.
  virtual std::size_t erase_of_user(Tenant tenant, UserId user,
                                    const std::optional<TokenDigest>& keep, std::size_t limit) = 0;
  /// [ST-42] Erases at most `limit` sessions of users of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-43] Erases at most `limit` sessions that expired at or before `now`, earliest expiry
  /// first, and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;
  /// [ST-219] A storage may keep copies of users with their sessions, and defer refreshing some of
  /// them when a user with many sessions changes; lookups return current data meanwhile. Refreshes
  /// about `limit` rows at most and returns their number; 0 when none is left.
  virtual std::size_t refresh_copies(std::size_t limit) = 0;

 protected:
  ~SessionRecords() = default;
};

}  // namespace gatehouse

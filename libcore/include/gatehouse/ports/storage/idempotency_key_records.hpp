/// Idempotency keys, looked up by their digest.
///
/// Expired records are still found; Operations decides whether a record has expired.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/idempotency_key.hpp>

namespace gatehouse {

class IdempotencyKeyRecords {
 public:
  /// [ST-440] Returns false and changes nothing if the digest is taken. Of two concurrent
  /// transactions that insert the same digest, at most one is committed.
  [[nodiscard]] virtual bool insert(const IdempotencyKey& key) = 0;
  /// [ST-441] Finds the record of any user, with or without an account.
  [[nodiscard]] virtual std::optional<IdempotencyKey> find(const TokenDigest& digest) const = 0;
  /// [ST-442] Returns false if the record does not exist.
  virtual bool erase(const TokenDigest& digest) = 0;
  /// [ST-443] Erases at most `limit` keys of the user and returns their number.
  virtual std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) = 0;
  /// [ST-444] Erases at most `limit` keys of the account's users and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-445] Erases at most `limit` keys that expired at or before `now`, earliest expiry first,
  /// and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~IdempotencyKeyRecords() = default;
};

}  // namespace gatehouse

/// Families of refresh tokens.
///
/// Records past their expiry are still found: whether something is over is the services' rule.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/token_family.hpp>

namespace gatehouse {

class TokenFamilyRecords {
 public:
  /// Throws PortError when the id or the origin is taken.
  virtual void insert(const TokenFamily& family) = 0;
  /// [ST-160] Across all accounts, by id and by origin: the token that was shown says which.
  [[nodiscard]] virtual std::optional<TokenFamily> find(TokenFamilyId id) const = 0;
  [[nodiscard]] virtual std::optional<TokenFamily> find_by_origin(
      const TokenDigest& origin) const = 0;
  /// [ST-161] Replaces the digests `current` and `previous`, the salt, the rotations,
  /// `rotated_at` and `expires_at` of the family with that id in that account; the rest stays.
  /// False otherwise.
  [[nodiscard]] virtual bool update(const TokenFamily& family) = 0;
  virtual bool erase(AccountId account, TokenFamilyId id) = 0;
  /// [ST-162] Erases at most `limit` families of a project for one service and returns how many.
  virtual std::size_t erase_of_service(AccountId account, ProjectId project,
                                       const ServiceCode& service, std::size_t limit) = 0;
  /// [ST-163] Erases at most `limit` families of a project for one consumer and returns how many.
  virtual std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                        std::size_t limit) = 0;
  /// [ST-164] Erases at most `limit` families of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-165] Erases at most `limit` families that expired at or before `now`, the longest over
  /// first, and returns how many.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~TokenFamilyRecords() = default;
};

}  // namespace gatehouse

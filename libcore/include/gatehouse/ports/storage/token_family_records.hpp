/// Families of refresh tokens.
///
/// Expired records are still found; services decide whether a record has expired.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/token_family.hpp>

namespace gatehouse {

class TokenFamilyRecords {
 public:
  /// Throws PortError if the id or the origin is taken.
  virtual void insert(const TokenFamily& family) = 0;
  /// [ST-160] Searches all accounts by id or origin, as the presented token determines.
  [[nodiscard]] virtual std::optional<TokenFamily> find(TokenFamilyId id) const = 0;
  [[nodiscard]] virtual std::optional<TokenFamily> find_by_origin(
      const TokenDigest& origin) const = 0;
  /// [ST-161] Replaces only the digests `current` and `previous`, the salt, the rotations,
  /// `rotated_at` and `expires_at` of the family with the id in the account. Returns false if it
  /// does not exist.
  [[nodiscard]] virtual bool update(const TokenFamily& family) = 0;
  virtual bool erase(AccountId account, TokenFamilyId id) = 0;
  /// [ST-162] Erases at most `limit` families of a project for one service and returns their
  /// number.
  virtual std::size_t erase_of_service(AccountId account, ProjectId project,
                                       const ServiceCode& service, std::size_t limit) = 0;
  /// [ST-163] Erases at most `limit` families of a project for one consumer and returns their
  /// number.
  virtual std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                        std::size_t limit) = 0;
  /// [ST-164] Erases at most `limit` families of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;
  /// [ST-165] Erases at most `limit` families that expired at or before `now`, earliest expiry
  /// first, and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~TokenFamilyRecords() = default;
};

}  // namespace gatehouse

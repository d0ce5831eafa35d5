/// Consumer tokens.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/consumer_token.hpp>

namespace gatehouse {

/// Expired records are still found; services decide whether a record has expired.
class ConsumerTokenRecords {
 public:
  /// Throws PortError if the digest is taken, which cannot happen by chance with 256 random bits.
  virtual void insert(const ConsumerToken& token) = 0;
  [[nodiscard]] virtual std::optional<ConsumerToken> find(const TokenDigest& digest) const = 0;
  /// [ST-75] Returns false and erases nothing if the token does not belong to the account, project
  /// and service.
  [[nodiscard]] virtual bool erase(AccountId account, ProjectId project, const ServiceCode& service,
                                   const TokenDigest& digest) = 0;
  /// [ST-76] Erases at most `limit` tokens of a project for one service and returns their number.
  virtual std::size_t erase_of_service(AccountId account, ProjectId project,
                                       const ServiceCode& service, std::size_t limit) = 0;
  /// [ST-77] Erases at most `limit` tokens of a project for one consumer and returns their number.
  virtual std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                        std::size_t limit) = 0;
  /// [ST-78] Erases at most `limit` tokens of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;
  /// [ST-79] Erases at most `limit` tokens that expired at or before `now`, earliest expiry first,
  /// and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ConsumerTokenRecords() = default;
};

}  // namespace gatehouse

/// Consumers, their attachments to projects, and their tokens.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class ConsumerRecords {
 public:
  /// [ST-70] Returns false and changes nothing if the id is taken.
  [[nodiscard]] virtual bool insert(const Consumer& consumer) = 0;
  /// [ST-71] Returns nothing if the consumer belongs to another account.
  [[nodiscard]] virtual std::optional<Consumer> find(AccountId account, ConsumerId id) const = 0;
  [[nodiscard]] virtual std::vector<Consumer> list(AccountId account,
                                                   const Page<ConsumerId>& page) const = 0;

  /// [ST-72] Returns false if the consumer is attached to the project already.
  [[nodiscard]] virtual bool attach(AccountId account, ProjectId project, ConsumerId consumer) = 0;
  /// [ST-73] Returns false if the consumer was not attached.
  [[nodiscard]] virtual bool detach(AccountId account, ProjectId project, ConsumerId consumer) = 0;
  [[nodiscard]] virtual bool is_attached(AccountId account, ProjectId project,
                                         ConsumerId consumer) const = 0;

  /// [ST-74] Erases the attachments of the account's consumers, then the consumers: at most `limit`
  /// records in total. Returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~ConsumerRecords() = default;
};

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
  /// [ST-79] Erases at most `limit` tokens that expired at or before `now`, earliest expiry first,
  /// and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ConsumerTokenRecords() = default;
};

}  // namespace gatehouse

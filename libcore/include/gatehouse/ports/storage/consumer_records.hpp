/// Consumers, which projects they are attached to, and their tokens.
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
  /// [ST-70] False, and nothing is changed, when the id is taken.
  [[nodiscard]] virtual bool insert(const Consumer& consumer) = 0;
  /// [ST-71] Nothing when the consumer belongs to another account.
  [[nodiscard]] virtual std::optional<Consumer> find(AccountId account, ConsumerId id) const = 0;
  [[nodiscard]] virtual std::vector<Consumer> list(AccountId account,
                                                   const Page<ConsumerId>& page) const = 0;

  /// [ST-72] False when the consumer is attached to the project already.
  [[nodiscard]] virtual bool attach(AccountId account, ProjectId project, ConsumerId consumer) = 0;
  /// [ST-73] False when it was not attached.
  [[nodiscard]] virtual bool detach(AccountId account, ProjectId project, ConsumerId consumer) = 0;
  [[nodiscard]] virtual bool is_attached(AccountId account, ProjectId project,
                                         ConsumerId consumer) const = 0;

  /// [ST-74] Erases what the account's consumers are attached to, and then the consumers: at most
  /// `limit` records of both together, and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~ConsumerRecords() = default;
};

/// Records past their expiry are still found: whether something is over is the services' rule.
class ConsumerTokenRecords {
 public:
  /// Throws PortError when the digest is taken: 256 random bits do not meet.
  virtual void insert(const ConsumerToken& token) = 0;
  [[nodiscard]] virtual std::optional<ConsumerToken> find(const TokenDigest& digest) const = 0;
  /// [ST-75] False, and nothing is erased, when the token is not one of that account, project and
  /// service.
  [[nodiscard]] virtual bool erase(AccountId account, ProjectId project, const ServiceCode& service,
                                   const TokenDigest& digest) = 0;
  /// [ST-76] Erases at most `limit` tokens of a project for one service and returns how many.
  virtual std::size_t erase_of_service(AccountId account, ProjectId project,
                                       const ServiceCode& service, std::size_t limit) = 0;
  /// [ST-77] Erases at most `limit` tokens of a project for one consumer and returns how many.
  virtual std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                        std::size_t limit) = 0;
  /// [ST-78] Erases at most `limit` tokens of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-79] Erases at most `limit` tokens that expired at or before `now`, the longest over
  /// first, and returns how many.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ConsumerTokenRecords() = default;
};

}  // namespace gatehouse

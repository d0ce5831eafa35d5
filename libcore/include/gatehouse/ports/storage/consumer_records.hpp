/// Consumers, and their attachments to projects.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/consumer.hpp>
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

}  // namespace gatehouse

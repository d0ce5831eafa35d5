/// Consumers, and their attachments to projects.
///
/// [ST-460] External ids are unique in their account, compared byte for byte. Any number of
/// consumers may have none.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/model/consumer.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/update.hpp>

namespace gatehouse {

class ConsumerRecords {
 public:
  /// [ST-70] Returns false and changes nothing if the id or the external id is taken.
  [[nodiscard]] virtual bool insert(const Consumer& consumer) = 0;
  /// [ST-71] Returns nothing if the consumer belongs to another account.
  [[nodiscard]] virtual std::optional<Consumer> find(AccountId account, ConsumerId id) const = 0;
  /// [ST-461] Returns nothing if no consumer of the account has the external id.
  [[nodiscard]] virtual std::optional<Consumer> find_by_external_id(
      AccountId account, std::string_view external_id) const = 0;
  /// [ST-462] Replaces the external id, the metadata and the time of the latest change of the
  /// consumer with the id and account. Returns Update::taken and changes nothing if another
  /// consumer of the account has the external id.
  [[nodiscard]] virtual Update update(const Consumer& consumer) = 0;
  [[nodiscard]] virtual std::vector<Consumer> list(AccountId account,
                                                   const Page<ConsumerId>& page) const = 0;

  /// [ST-363] Erases only the consumer's own record; the service erases its attachments. Returns
  /// false if the account has no such consumer.
  virtual bool erase(AccountId account, ConsumerId id) = 0;

  /// [ST-72] Returns false if the consumer is attached to the project already.
  [[nodiscard]] virtual bool attach(AccountId account, ProjectId project, ConsumerId consumer) = 0;
  /// [ST-73] Returns false if the consumer was not attached.
  [[nodiscard]] virtual bool detach(AccountId account, ProjectId project, ConsumerId consumer) = 0;
  [[nodiscard]] virtual bool is_attached(AccountId account, ProjectId project,
                                         ConsumerId consumer) const = 0;
  /// [ST-364] Returns the ids of the consumers attached to the project, in order.
  [[nodiscard]] virtual std::vector<ConsumerId> attached(AccountId account, ProjectId project,
                                                         const Page<ConsumerId>& page) const = 0;
  /// [ST-365] Returns at most `limit` projects that the consumer is attached to, in any order.
  [[nodiscard]] virtual std::vector<ProjectId> projects_of(AccountId account, ConsumerId consumer,
                                                           std::size_t limit) const = 0;

  /// [ST-74] Erases the attachments of the account's consumers, then the consumers: at most `limit`
  /// records in total. Returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~ConsumerRecords() = default;
};

}  // namespace gatehouse

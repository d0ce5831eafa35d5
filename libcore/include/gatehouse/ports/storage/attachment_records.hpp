/// Attachments of services to projects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <gatehouse/model/attachment.hpp>

namespace gatehouse {

class AttachmentRecords {
 public:
  /// [ST-62] Returns false and changes nothing if the id is taken or the service is already
  /// attached to the project.
  [[nodiscard]] virtual bool insert(const Attachment& attachment) = 0;
  /// [ST-63] Returns nothing if the project belongs to another account.
  [[nodiscard]] virtual std::optional<Attachment> find(AccountId account, ProjectId project,
                                                       const ServiceCode& service) const = 0;
  /// [ST-64] Returns the codes attached to one project, in the order of attachment.
  [[nodiscard]] virtual std::vector<ServiceCode> codes(AccountId account,
                                                       ProjectId project) const = 0;
  /// [ST-65] Returns the codes attached to the account's projects with ids from `first` to `last`,
  /// both inclusive, in the order of attachment.
  [[nodiscard]] virtual std::vector<std::pair<ProjectId, ServiceCode>> codes(
      AccountId account, ProjectId first, ProjectId last) const = 0;
  /// [ST-68] Adds `amount`, which must be positive, to `item_used` if the sum is at most `limit`,
  /// and returns whether it did.
  [[nodiscard]] virtual bool take_items(AccountId account, ProjectId project,
                                        const ServiceCode& service, std::int64_t amount,
                                        std::int64_t limit) = 0;
  virtual bool erase(AccountId account, ProjectId project, const ServiceCode& service) = 0;
  /// [ST-368] Whether the service is attached to any project of any account, except those that are
  /// being erased.
  [[nodiscard]] virtual bool is_in_use(const ServiceCode& service) const = 0;
  /// [ST-66] Erases at most `limit` attachments of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~AttachmentRecords() = default;
};

}  // namespace gatehouse

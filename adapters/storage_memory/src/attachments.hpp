#pragma once

#include <gatehouse/ports/storage/service_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto attachment_id(const Attachment& attachment) noexcept { return std::tie(attachment.id); }
inline auto attachment_service(const Attachment& attachment) noexcept {
  return std::tie(attachment.project, attachment.service);
}
inline auto attachment_project(const Attachment& attachment) noexcept {
  return std::tie(attachment.account, attachment.project, attachment.id);
}
inline auto attachment_account(const Attachment& attachment) noexcept {
  return std::tie(attachment.account, attachment.id);
}

class Attachments final : public AttachmentRecords {
 public:
  explicit Attachments(UndoLog& log) noexcept : attachments_(log) {}

  bool insert(const Attachment& attachment) override;
  std::optional<Attachment> find(AccountId account, ProjectId project,
                                 const ServiceCode& service) const override;
  std::vector<ServiceCode> codes(AccountId account, ProjectId project) const override;
  std::vector<std::pair<ProjectId, ServiceCode>> codes(AccountId account, ProjectId first,
                                                       ProjectId last) const override;
  bool take_items(AccountId account, ProjectId project, const ServiceCode& service,
                  std::int64_t amount, std::int64_t limit) override;
  bool erase(AccountId account, ProjectId project, const ServiceCode& service) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const Attachment* newest() const noexcept { return attachments_.last(); }
  std::vector<Attachment> page(const Page<Attachment>& page) const {
    return attachments_.page(page);
  }

 private:
  using ByService = Index<Attachment, attachment_service>;
  using ByProject = Index<Attachment, attachment_project>;
  using ByAccount = Index<Attachment, attachment_account>;

  const Attachment* owned(AccountId account, ProjectId project, const ServiceCode& service) const;

  Table<Attachment, attachment_id, ByService, ByProject, ByAccount> attachments_;
};

}  // namespace gatehouse::memory

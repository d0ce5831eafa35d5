#pragma once

#include <gatehouse/ports/storage/attachment_records.hpp>
#include <gatehouse/records/attachments.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<Attachment>{"attachments"};

class Attachments final : public OfProjects<AttachmentRecords, Attachment> {
 public:
  explicit Attachments(Connection& connection);

  bool insert(const Attachment& attachment) override;
  std::optional<Attachment> find(AccountId account, ProjectId project,
                                 const ServiceCode& service) const override;
  std::vector<ServiceCode> codes(AccountId account, ProjectId project) const override;
  std::vector<std::pair<ProjectId, ServiceCode>> codes(AccountId account, ProjectId first,
                                                       ProjectId last) const override;
  bool take_items(AccountId account, ProjectId project, const ServiceCode& service,
                  std::int64_t amount, std::int64_t limit) override;
  bool erase(AccountId account, ProjectId project, const ServiceCode& service) override;
  bool is_in_use(const ServiceCode& service) const override;

 private:
  using Unknown = FieldsBut<&Attachment::account, &Attachment::project, &Attachment::service>;

  InsertNew<Attachment> insert_;
  SelectFields<Attachment, Unknown, AccountId, ProjectId, ServiceCode> find_;
  mutable Statement<InOf<AccountId, ProjectId>, Out<Text>> codes_of_project_;
  mutable Statement<InOf<AccountId, ProjectId, ProjectId>, Out<Text, Text>> codes_;
  ChangeRows<std::int64_t, AccountId, ProjectId, ServiceCode, std::int64_t> take_items_;
  ChangeRows<AccountId, ProjectId, ServiceCode> erase_;
  mutable Statement<InOf<ServiceCode>, Out<long long>> is_in_use_;
};

}  // namespace gatehouse::sql

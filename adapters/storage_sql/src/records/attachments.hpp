#pragma once

#include <gatehouse/ports/storage/service_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"

namespace gatehouse::sql {

class Attachments final : public AttachmentRecords {
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
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<Attachment> page(const Page<Attachment>& page) const;

 private:
  using Text = std::string;

  Statement<In<Text, Text, Text, Text, Text, Text, long long, long long>> insert_;
  mutable Statement<In<Text, Text, Text>, Out<Text, Text, Text, long long, long long>> find_;
  mutable Statement<In<Text, Text>, Out<Text>> codes_of_project_;
  mutable Statement<In<Text, Text, Text>, Out<Text, Text>> codes_;
  Statement<In<long long, Text, Text, Text, long long>> take_items_;
  Statement<In<Text, Text, Text>> erase_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<Text, long long>,
                    Out<Text, Text, Text, Text, Text, Text, long long, long long>>
      page_;
};

}  // namespace gatehouse::sql

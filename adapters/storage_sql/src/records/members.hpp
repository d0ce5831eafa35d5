#pragma once

#include <gatehouse/ports/storage/member_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"

namespace gatehouse::sql {

class Members final : public MemberRecords {
 public:
  explicit Members(Connection& connection);

  void set(const ProjectMember& member) override;
  std::optional<ProjectMember> find(AccountId account, ProjectId project,
                                    UserId user) const override;
  std::vector<ProjectMember> list(AccountId account, ProjectId project,
                                  const Page<UserId>& page) const override;
  bool erase(AccountId account, ProjectId project, UserId user) override;
  std::size_t erase_of_user(AccountId account, UserId user, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<ProjectMember> page(const Page<ProjectMember>& page) const;

 private:
  using Text = std::string;

  Statement<In<Text, Text, Text, Text>> set_;
  mutable Statement<In<Text, Text, Text>, Out<Text>> find_;
  mutable Statement<In<Text, Text, Text, long long>, Out<Text, Text>> list_;
  Statement<In<Text, Text, Text>> erase_;
  ErasingStatement<Text, Text> erase_of_user_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<Text, Text, Text, long long>, Out<Text, Text, Text, Text>> page_;
};

}  // namespace gatehouse::sql

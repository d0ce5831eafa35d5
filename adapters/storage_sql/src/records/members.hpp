#pragma once

#include <gatehouse/ports/storage/member_records.hpp>
#include <gatehouse/records/users.hpp>

#include "../record_statements.hpp"

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

 private:
  using OfProject = FieldsBut<&ProjectMember::account, &ProjectMember::project>;

  InsertOrUpdate<ProjectMember> set_;
  SelectFields<ProjectMember, FieldsThatAre<records::Change::ordinary>, AccountId, ProjectId,
               UserId>
      find_;
  SelectFields<ProjectMember, OfProject, AccountId, ProjectId, std::optional<UserId>, std::size_t>
      list_;
  ChangeRows<AccountId, ProjectId, UserId> erase_;
  EraseSome<ProjectMember, AccountId, UserId> erase_of_user_;
  EraseAll<ProjectMember> erase_all_;
};

}  // namespace gatehouse::sql

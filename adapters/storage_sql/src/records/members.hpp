#pragma once

#include <gatehouse/ports/storage/member_records.hpp>
#include <gatehouse/records/members.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<Member>{"project_members"};

class Members final : public OfProjects<MemberRecords, Member> {
 public:
  explicit Members(Connection& connection);

  void set(const Member& member) override;
  std::optional<Member> find(AccountId account, ProjectId project, UserId user) const override;
  std::vector<Member> list(AccountId account, ProjectId project,
                           const Page<UserId>& page) const override;
  bool erase(AccountId account, ProjectId project, UserId user) override;
  std::size_t erase_of_user(AccountId account, UserId user, std::size_t limit) override;

 private:
  using OfProject = FieldsBut<&Member::account, &Member::project>;

  InsertOrUpdate<Member> set_;
  SelectFields<Member, FieldsThatAre<records::Change::ordinary>, AccountId, ProjectId, UserId>
      find_;
  SelectFields<Member, OfProject, AccountId, ProjectId, std::optional<UserId>, std::size_t> list_;
  ChangeRows<AccountId, ProjectId, UserId> erase_;
  EraseSome<Member, AccountId, UserId> erase_of_user_;
};

}  // namespace gatehouse::sql

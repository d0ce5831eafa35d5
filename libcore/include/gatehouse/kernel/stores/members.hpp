/// Permissions of users in projects on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/member_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Member> {
  using Place = DescribedIndex<Member>;
  using Membership = Index<&Member::account, &Member::user, &Member::project>;
  using All = IndexList<Place, Membership>;
};

template <class Engine>
class Members : public Store<MemberRecords> {
  using By = Indexes<Member>;

 public:
  explicit Members(Tables<Engine>& tables) : members_(tables.template of<Member>()) {}

  void set(const Member& member) override {
    members_.put(members_.find(By::Place{}, member.account, member.project, member.user), member);
  }
  std::optional<Member> find(AccountId account, ProjectId project, UserId user) const override {
    return copied(members_.find(By::Place{}, account, project, user));
  }
  std::vector<Member> list(AccountId account, ProjectId project,
                           const Page<UserId>& page) const override {
    return members_.page(By::Place{}, page, account, project);
  }
  bool erase(AccountId account, ProjectId project, UserId user) override {
    return members_.erase_found(members_.find(By::Place{}, account, project, user));
  }
  std::size_t erase_of_user(AccountId account, UserId user, std::size_t limit) override {
    return members_.erase(By::Membership{}, within(account, user), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return members_.erase(By::Place{}, within(account), limit);
  }
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return members_.erase(By::Place{}, within(account, project), limit);
  }

 private:
  Rows<Engine, Member>& members_;
};

}  // namespace gatehouse::kernel

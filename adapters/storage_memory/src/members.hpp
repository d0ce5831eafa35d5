#pragma once

#include <gatehouse/ports/storage/member_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto member_key(const ProjectMember& member) noexcept {
  return std::tie(member.account, member.project, member.user);
}
inline auto member_user(const ProjectMember& member) noexcept {
  return std::tie(member.account, member.user, member.project);
}

class Members final : public MemberRecords {
 public:
  explicit Members(UndoLog& log) noexcept : members_(log) {}

  void set(const ProjectMember& member) override;
  std::optional<ProjectMember> find(AccountId account, ProjectId project,
                                    UserId user) const override;
  std::vector<ProjectMember> list(AccountId account, ProjectId project,
                                  const Page<UserId>& page) const override;
  bool erase(AccountId account, ProjectId project, UserId user) override;
  std::size_t erase_of_user(AccountId account, UserId user, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<ProjectMember> page(const Page<ProjectMember>& page) const {
    return members_.page(page);
  }

 private:
  using ByProject = Index<ProjectMember, member_key>;
  using ByUser = Index<ProjectMember, member_user>;

  Table<ProjectMember, member_key, ByProject, ByUser> members_;
};

}  // namespace gatehouse::memory

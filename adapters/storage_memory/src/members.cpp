#include "members.hpp"

#include "copies.hpp"

namespace gatehouse::memory {

void Members::set(const ProjectMember& member) {
  const ProjectMember* old = members_.find(member.account, member.project, member.user);
  // This cannot fail: the only key is that of the old member, which is replaced.
  static_cast<void>(old == nullptr ? members_.insert(member) : members_.replace(*old, member));
}

std::optional<ProjectMember> Members::find(AccountId account, ProjectId project,
                                           UserId user) const {
  return copied(members_.find(account, project, user));
}

std::vector<ProjectMember> Members::list(AccountId account, ProjectId project,
                                         const Page<UserId>& page) const {
  return members_.view<ByProject>().list(page, account, project);
}

bool Members::erase(AccountId account, ProjectId project, UserId user) {
  const ProjectMember* member = members_.find(account, project, user);
  if (member != nullptr) members_.erase(*member);
  return member != nullptr;
}

std::size_t Members::erase_of_user(AccountId account, UserId user, std::size_t limit) {
  return members_.erase(members_.view<ByUser>().range(account, user), limit);
}

std::size_t Members::erase_all(AccountId account, std::size_t limit) {
  return members_.erase(members_.view<ByProject>().range(account), limit);
}

}  // namespace gatehouse::memory

#include "members.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {

Members::Members(Connection& connection)
    : set_(connection,
           "INSERT INTO project_members (account_id, project_id, user_id, permissions) VALUES"
           " (:account, :project, :user, :permissions)"
           " ON CONFLICT (account_id, project_id, user_id) DO UPDATE SET"
           " permissions = excluded.permissions"),
      find_(connection,
            "SELECT permissions FROM project_members WHERE account_id = :account"
            " AND project_id = :project AND user_id = :user"),
      list_(connection,
            "SELECT user_id, permissions FROM project_members WHERE account_id = :account"
            " AND project_id = :project AND user_id > :after ORDER BY user_id LIMIT :limit"),
      erase_(connection,
             "DELETE FROM project_members WHERE account_id = :account"
             " AND project_id = :project AND user_id = :user"),
      erase_of_user_(connection, "project_members", "account_id, project_id, user_id",
                     "account_id = :account AND user_id = :user"),
      erase_all_(connection, "project_members", "account_id, project_id, user_id",
                 "account_id = :account"),
      page_(connection,
            "SELECT account_id, project_id, user_id, permissions FROM project_members"
            " WHERE (account_id, project_id, user_id) > (:account, :project, :user)"
            " ORDER BY account_id, project_id, user_id LIMIT :limit") {}

void Members::set(const ProjectMember& member) {
  set_.change(column(member.account), column(member.project), column(member.user),
              column(member.permissions));
}

std::optional<ProjectMember> Members::find(AccountId account, ProjectId project,
                                           UserId user) const {
  return find_.one(
      [&](const Text& permissions) {
        return ProjectMember{.account = account,
                             .project = project,
                             .user = user,
                             .permissions = to_permissions(permissions)};
      },
      column(account), column(project), column(user));
}

std::vector<ProjectMember> Members::list(AccountId account, ProjectId project,
                                         const Page<UserId>& page) const {
  return list_.all(
      [&](const Text& user, const Text& permissions) {
        return ProjectMember{.account = account,
                             .project = project,
                             .user = to_id<UserId>(user),
                             .permissions = to_permissions(permissions)};
      },
      column(account), column(project), column(page.after), column(page.limit));
}

bool Members::erase(AccountId account, ProjectId project, UserId user) {
  return erase_.change(column(account), column(project), column(user)) > 0;
}

std::size_t Members::erase_of_user(AccountId account, UserId user, std::size_t limit) {
  return erase_of_user_.erase(limit, column(account), column(user));
}

std::size_t Members::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::vector<ProjectMember> Members::page(const Page<ProjectMember>& page) const {
  const auto& after = page.after;
  return page_.all(
      [](const Text& account, const Text& project, const Text& user, const Text& permissions) {
        return ProjectMember{.account = to_id<AccountId>(account),
                             .project = to_id<ProjectId>(project),
                             .user = to_id<UserId>(user),
                             .permissions = to_permissions(permissions)};
      },
      after ? column(after->account) : Text(), after ? column(after->project) : Text(),
      after ? column(after->user) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql

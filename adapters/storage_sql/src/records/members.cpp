#include "members.hpp"

namespace gatehouse::sql {

Members::Members(Connection& connection)
    : OfProjects(connection),
      set_(connection),
      find_(connection, "account_id = :account AND project_id = :project AND user_id = :user"),
      list_(connection,
            "account_id = :account AND project_id = :project AND user_id > :after"
            " ORDER BY user_id LIMIT :limit"),
      erase_(connection,
             "DELETE FROM project_members WHERE account_id = :account"
             " AND project_id = :project AND user_id = :user"),
      erase_of_user_(connection, "account_id = :account AND user_id = :user") {}

void Members::set(const Member& member) { set_(member); }

std::optional<Member> Members::find(AccountId account, ProjectId project, UserId user) const {
  return find_.one({.account = account, .project = project, .user = user, .permissions = {}},
                   account, project, user);
}

std::vector<Member> Members::list(AccountId account, ProjectId project,
                                  const Page<UserId>& page) const {
  return list_.all({.account = account, .project = project, .user = {}, .permissions = {}}, account,
                   project, page.after, page.limit);
}

bool Members::erase(AccountId account, ProjectId project, UserId user) {
  return erase_(account, project, user) > 0;
}

std::size_t Members::erase_of_user(AccountId account, UserId user, std::size_t limit) {
  return erase_of_user_(limit, account, user);
}

}  // namespace gatehouse::sql

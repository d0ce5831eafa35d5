#include "consumers.hpp"

namespace gatehouse::sql {

Consumers::Consumers(Connection& connection)
    : insert_(connection),
      find_(connection, "id = :id AND account_id = :account"),
      list_(connection, "account_id = :account AND id > :after ORDER BY id LIMIT :limit"),
      erase_(connection, "DELETE FROM consumers WHERE id = :id AND account_id = :account"),
      attach_(connection),
      detach_(connection,
              "DELETE FROM project_consumers WHERE account_id = :account"
              " AND project_id = :project AND consumer_id = :consumer"),
      is_attached_(connection,
                   "SELECT 1 FROM project_consumers WHERE account_id = :account"
                   " AND project_id = :project AND consumer_id = :consumer"),
      attached_(connection,
                "SELECT consumer_id FROM project_consumers WHERE account_id = :account"
                " AND project_id = :project AND consumer_id > :after"
                " ORDER BY consumer_id LIMIT :limit"),
      projects_of_(connection,
                   "SELECT project_id FROM project_consumers WHERE account_id = :account"
                   " AND consumer_id = :consumer LIMIT :limit"),
      erase_of_project_(connection),
      erase_all_attached_(connection),
      erase_all_(connection) {}

bool Consumers::insert(const Consumer& consumer) { return insert_(consumer) > 0; }

std::optional<Consumer> Consumers::find(AccountId account, ConsumerId id) const {
  return find_.one({.id = id, .account = account, .created_at = {}}, id, account);
}

std::vector<Consumer> Consumers::list(AccountId account, const Page<ConsumerId>& page) const {
  return list_.all({.id = {}, .account = account, .created_at = {}}, account, page.after,
                   page.limit);
}

bool Consumers::erase(AccountId account, ConsumerId id) { return erase_(id, account) > 0; }

bool Consumers::attach(AccountId account, ProjectId project, ConsumerId consumer) {
  return attach_({account, project, consumer}) > 0;
}

bool Consumers::detach(AccountId account, ProjectId project, ConsumerId consumer) {
  return detach_(account, project, consumer) > 0;
}

bool Consumers::is_attached(AccountId account, ProjectId project, ConsumerId consumer) const {
  return is_attached_.any(column(account), column(project), column(consumer));
}

std::vector<ConsumerId> Consumers::attached(AccountId account, ProjectId project,
                                            const Page<ConsumerId>& page) const {
  return attached_.all(to<ConsumerId, Text>, column(account), column(project), column(page.after),
                       column(page.limit));
}

std::vector<ProjectId> Consumers::projects_of(AccountId account, ConsumerId consumer,
                                              std::size_t limit) const {
  return projects_of_.all(to<ProjectId, Text>, column(account), column(consumer), column(limit));
}

std::size_t Consumers::erase_of_project(AccountId account, ProjectId project, std::size_t limit) {
  return erase_of_project_(limit, account, project);
}

std::size_t Consumers::erase_all(AccountId account, std::size_t limit) {
  const std::size_t attached = erase_all_attached_(limit, account);
  return attached + erase_all_(limit - attached, account);
}

}  // namespace gatehouse::sql

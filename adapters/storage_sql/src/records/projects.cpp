#include "projects.hpp"

namespace gatehouse::sql {

Projects::Projects(Connection& connection)
    : insert_(connection),
      find_(connection, "id = :id AND account_id = :account"),
      find_by_name_(connection, "account_id = :account AND name = :name"),
      list_(connection, "account_id = :account AND id > :after ORDER BY id LIMIT :limit"),
      count_(connection, "SELECT count(*) FROM projects WHERE account_id = :account"),
      update_(connection,
              "id = :id AND account_id = :account AND NOT EXISTS (SELECT 1 FROM projects WHERE"
              " account_id = :account AND name = :name AND id <> :id)"),
      set_user_limit_(connection,
                      "UPDATE projects SET own_user_limit = :limit WHERE id = :id AND"
                      " account_id = :account"),
      take_user_(connection,
                 "UPDATE projects SET user_used = user_used + 1 WHERE id = :id AND"
                 " account_id = :account AND user_used < :limit"),
      give_back_user_(connection,
                      "UPDATE projects SET user_used = user_used - 1 WHERE id = :id AND"
                      " account_id = :account AND user_used > 0"),
      push_keys_(connection, "account_id = :account AND project_id = :id"),
      set_push_keys_(connection,
                     "INSERT INTO project_push_keys"
                     " (account_id, project_id, fcm_api_keys, fcm_project_number, apns_cert)"
                     " SELECT account_id, id, CAST(:fcm_api_keys AS TEXT),"
                     " CAST(:fcm_project_number AS TEXT), CAST(:apns_cert AS TEXT)"
                     " FROM projects WHERE id = :id AND account_id = :account"
                     " ON CONFLICT (account_id, project_id) DO UPDATE SET"
                     " fcm_api_keys = excluded.fcm_api_keys,"
                     " fcm_project_number = excluded.fcm_project_number,"
                     " apns_cert = excluded.apns_cert"),
      erase_push_keys_(connection,
                       "DELETE FROM project_push_keys WHERE account_id = :account"
                       " AND project_id = :id"),
      erase_(connection, "DELETE FROM projects WHERE id = :id AND account_id = :account"),
      erase_all_push_keys_(connection),
      erase_all_(connection) {}

bool Projects::insert(const Project& project) { return insert_(project) > 0; }

std::optional<Project> Projects::find(AccountId account, ProjectId id) const {
  return find_.one(id, account);
}

std::optional<Project> Projects::find_by_name(AccountId account, std::string_view name) const {
  return find_by_name_.one(account, name);
}

std::vector<Project> Projects::list(AccountId account, const Page<ProjectId>& page) const {
  return list_.all(account, page.after, page.limit);
}

std::size_t Projects::count(AccountId account) const {
  return static_cast<std::size_t>(count_.value(column(account)));
}

Update Projects::update(const Project& project) {
  if (update_(project, project.id, project.account)) return Update::done;
  return find_.any(project.id, project.account) ? Update::taken : Update::missing;
}

bool Projects::set_user_limit(AccountId account, ProjectId id, std::optional<std::int64_t> limit) {
  return set_user_limit_(limit, id, account) > 0;
}

bool Projects::take_user(AccountId account, ProjectId id, std::int64_t limit) {
  return take_user_(id, account, limit) > 0;
}

void Projects::give_back_user(AccountId account, ProjectId id) { give_back_user_(id, account); }

SealedPushKeys Projects::push_keys(AccountId account, ProjectId id) const {
  return push_keys_.one({}, account, id).value_or(ProjectPushKeys()).keys;
}

bool Projects::set_push_keys(AccountId account, ProjectId id, const SealedPushKeys& keys) {
  return set_push_keys_(keys.fcm_api_keys, keys.fcm_project_number, keys.apns_cert, id, account) >
         0;
}

bool Projects::erase(AccountId account, ProjectId id) {
  erase_push_keys_(account, id);
  return erase_(id, account) > 0;
}

std::size_t Projects::erase_all(AccountId account, std::size_t limit) {
  const std::size_t keys = erase_all_push_keys_(limit, account);
  return keys + erase_all_(limit - keys, account);
}

}  // namespace gatehouse::sql

#include "projects.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, account_id, name, description, own_user_limit, user_used, created_at"
    " FROM projects WHERE ";

Project from_row(const std::string& id, const std::string& account, const std::string& name,
                 const std::string& description, const std::optional<long long>& own_user_limit,
                 long long user_used, long long created_at) {
  return {.id = to_id<ProjectId>(id),
          .account = to_id<AccountId>(account),
          .name = name,
          .description = description,
          .own_user_limit = own_user_limit,
          .user_used = user_used,
          .created_at = to_time(created_at)};
}

}  // namespace

Projects::Projects(Connection& connection)
    : insert_(connection,
              "INSERT INTO projects (id, account_id, name, description, own_user_limit, user_used,"
              " created_at) VALUES (:id, :account, :name, :description, :own_user_limit,"
              " :user_used, :created_at) ON CONFLICT DO NOTHING"),
      find_(connection, std::string(select) + "id = :id AND account_id = :account"),
      find_by_name_(connection, std::string(select) + "account_id = :account AND name = :name"),
      list_(connection,
            std::string(select) + "account_id = :account AND id > :after ORDER BY id LIMIT :limit"),
      count_(connection, "SELECT count(*) FROM projects WHERE account_id = :account"),
      update_(connection,
              "UPDATE projects SET name = :name, description = :description WHERE id = :id AND"
              " account_id = :account AND NOT EXISTS (SELECT 1 FROM projects WHERE"
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
      push_keys_(connection,
                 "SELECT fcm_api_keys, fcm_project_number, apns_cert FROM project_push_keys"
                 " WHERE account_id = :account AND project_id = :id"),
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
      erase_all_push_keys_(connection, "project_push_keys", "account_id, project_id",
                           "account_id = :account"),
      erase_all_(connection, "projects", "id", "account_id = :account"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit"),
      push_keys_page_(connection,
                      "SELECT account_id, project_id, fcm_api_keys, fcm_project_number, apns_cert"
                      " FROM project_push_keys WHERE (account_id, project_id) > (:account, :id)"
                      " ORDER BY account_id, project_id LIMIT :limit") {}

bool Projects::insert(const Project& project) {
  return insert_.change(column(project.id), column(project.account), project.name,
                        project.description, project.own_user_limit, project.user_used,
                        column(project.created_at)) > 0;
}

std::optional<Project> Projects::find(AccountId account, ProjectId id) const {
  return find_.one(from_row, column(id), column(account));
}

std::optional<Project> Projects::find_by_name(AccountId account, std::string_view name) const {
  return find_by_name_.one(from_row, column(account), Text(name));
}

std::vector<Project> Projects::list(AccountId account, const Page<ProjectId>& page) const {
  return list_.all(from_row, column(account), column(page.after), column(page.limit));
}

std::size_t Projects::count(AccountId account) const {
  return static_cast<std::size_t>(count_.value(column(account)));
}

Update Projects::update(const Project& project) {
  const std::string id = column(project.id);
  const std::string account = column(project.account);
  if (update_.change(project.name, project.description, id, account) > 0) return Update::done;
  return find_.any(id, account) ? Update::taken : Update::missing;
}

bool Projects::set_user_limit(AccountId account, ProjectId id, std::optional<std::int64_t> limit) {
  return set_user_limit_.change(limit, column(id), column(account)) > 0;
}

bool Projects::take_user(AccountId account, ProjectId id, std::int64_t limit) {
  return take_user_.change(column(id), column(account), limit) > 0;
}

void Projects::give_back_user(AccountId account, ProjectId id) {
  give_back_user_.change(column(id), column(account));
}

SealedPushKeys Projects::push_keys(AccountId account, ProjectId id) const {
  const auto keys = push_keys_.one(
      [](const OptionalText& fcm_api_keys, const OptionalText& fcm_project_number,
         const OptionalText& apns_cert) {
        return SealedPushKeys{.fcm_api_keys = fcm_api_keys,
                              .fcm_project_number = fcm_project_number,
                              .apns_cert = apns_cert};
      },
      column(account), column(id));
  return keys.value_or(SealedPushKeys());
}

bool Projects::set_push_keys(AccountId account, ProjectId id, const SealedPushKeys& keys) {
  return set_push_keys_.change(keys.fcm_api_keys, keys.fcm_project_number, keys.apns_cert,
                               column(id), column(account)) > 0;
}

std::size_t Projects::erase_all(AccountId account, std::size_t limit) {
  const std::size_t keys = erase_all_push_keys_.erase(limit, column(account));
  return keys + erase_all_.erase(limit - keys, column(account));
}

std::vector<Project> Projects::page(const Page<Project>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : std::string(),
                   column(page.limit));
}

std::vector<ProjectPushKeys> Projects::page(const Page<ProjectPushKeys>& page) const {
  return push_keys_page_.all(
      [](const Text& account, const Text& project, const OptionalText& fcm_api_keys,
         const OptionalText& fcm_project_number, const OptionalText& apns_cert) {
        return ProjectPushKeys{.account = to_id<AccountId>(account),
                               .project = to_id<ProjectId>(project),
                               .keys = {.fcm_api_keys = fcm_api_keys,
                                        .fcm_project_number = fcm_project_number,
                                        .apns_cert = apns_cert}};
      },
      page.after ? column(page.after->account) : Text(),
      page.after ? column(page.after->project) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql

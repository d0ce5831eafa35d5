#include "limits.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT account_id, project_id, service, project_limit, user_limit, item_limit,"
    " credential_limit FROM limit_settings ";
constexpr const char* exactly =
    "WHERE account_id = :account AND project_id = :project AND service = :service";
constexpr const char* page_of = "ORDER BY account_id, project_id, service LIMIT :limit";

LimitSetting from_row(const std::string& account, const std::string& project,
                      const std::string& service, const std::optional<long long>& projects,
                      const std::optional<long long>& users, const std::optional<long long>& items,
                      const std::optional<long long>& credentials) {
  return {
      .account = to_tenant(account),
      .project = to_optional_id<ProjectId>(project),
      .service = to_optional_service_code(service),
      .limits = {.projects = projects, .users = users, .items = items, .credentials = credentials}};
}

}  // namespace

LimitSettings::LimitSettings(Connection& connection)
    : set_(connection,
           "INSERT INTO limit_settings (account_id, project_id, service, project_limit, user_limit,"
           " item_limit, credential_limit) VALUES (:account, :project, :service, :projects, :users,"
           " :items, :credentials)"
           " ON CONFLICT (account_id, project_id, service) DO UPDATE SET"
           " project_limit = excluded.project_limit, user_limit = excluded.user_limit,"
           " item_limit = excluded.item_limit, credential_limit = excluded.credential_limit"),
      erase_(connection, std::string("DELETE FROM limit_settings ") + exactly),
      find_(connection, std::string(select) + exactly),
      // Each part is a descent or two in the primary key. Without a project and a service, the
      // first would be the second over again.
      reaching_(connection, std::string(select) + exactly + " AND project_id <> '' UNION ALL " +
                                select +
                                "WHERE account_id = :account AND project_id = '' AND service = ''"
                                " UNION ALL " +
                                select +
                                "WHERE account_id = '' AND project_id = ''"
                                " AND service IN ('', :service)"),
      erase_all_(connection, "limit_settings", "account_id, project_id, service",
                 "account_id = :account"),
      // Those of the installation come first, and nothing before them.
      first_page_(connection, std::string(select) + page_of),
      page_(connection,
            std::string(select) +
                "WHERE (account_id, project_id, service) > (:account, :project, :service) " +
                page_of) {}

void LimitSettings::set(const LimitSetting& setting) {
  const Text account = column(setting.account);
  const Text project = column(setting.project);
  const Text service = column(setting.service);
  const Limits& limits = setting.limits;
  if (limits.is_empty()) {
    erase_.change(account, project, service);
  } else {
    set_.change(account, project, service, limits.projects, limits.users, limits.items,
                limits.credentials);
  }
}

Limits LimitSettings::find(const Tenant& account, const std::optional<ProjectId>& project,
                           const std::optional<ServiceCode>& service) const {
  const auto found = find_.one(from_row, column(account), column(project), column(service));
  return found ? found->limits : Limits{};
}

std::vector<LimitSetting> LimitSettings::reaching(AccountId account,
                                                  const std::optional<ProjectId>& project,
                                                  const std::optional<ServiceCode>& service) const {
  return reaching_.all(from_row, column(account), column(project), column(service));
}

std::size_t LimitSettings::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::vector<LimitSetting> LimitSettings::page(const Page<LimitSetting>& page) const {
  if (!page.after) return first_page_.all(from_row, column(page.limit));
  return page_.all(from_row, column(page.after->account), column(page.after->project),
                   column(page.after->service), column(page.limit));
}

}  // namespace gatehouse::sql

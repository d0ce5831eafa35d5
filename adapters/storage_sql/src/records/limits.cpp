#include "limits.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT account_id, service, project_limit, user_limit, item_limit FROM limit_settings ";
constexpr const char* page_of = "ORDER BY account_id, service LIMIT :limit";

LimitSetting from_row(const std::string& account, const std::string& service,
                      const std::optional<long long>& projects,
                      const std::optional<long long>& users,
                      const std::optional<long long>& items) {
  return {.account = to_tenant(account),
          .service = to_optional_service_code(service),
          .limits = {.projects = projects, .users = users, .items = items}};
}

}  // namespace

LimitSettings::LimitSettings(Connection& connection)
    : set_(connection,
           "INSERT INTO limit_settings (account_id, service, project_limit, user_limit, item_limit)"
           " VALUES (:account, :service, :projects, :users, :items)"
           " ON CONFLICT (account_id, service) DO UPDATE SET"
           " project_limit = excluded.project_limit, user_limit = excluded.user_limit,"
           " item_limit = excluded.item_limit"),
      erase_(connection,
             "DELETE FROM limit_settings WHERE account_id = :account AND service = :service"),
      find_(connection, std::string(select) + "WHERE account_id = :account AND service = :service"),
      // Each half is a descent or two in the primary key.
      reaching_(connection, std::string(select) +
                                "WHERE account_id = :account AND service = '' UNION ALL " + select +
                                "WHERE account_id = '' AND service IN ('', :service)"),
      erase_all_(connection, "DELETE FROM limit_settings WHERE account_id = :account"),
      // Those of the installation come first, and nothing before them.
      first_page_(connection, std::string(select) + page_of),
      page_(connection, std::string(select) +
                            "WHERE (account_id, service) > (:account, :service) " + page_of) {}

void LimitSettings::set(const LimitSetting& setting) {
  const Text account = column(setting.account);
  const Text service = column(setting.service);
  const Limits& limits = setting.limits;
  if (limits.is_empty()) {
    erase_.change(account, service);
  } else {
    set_.change(account, service, limits.projects, limits.users, limits.items);
  }
}

Limits LimitSettings::find(const Tenant& account, const std::optional<ServiceCode>& service) const {
  const auto found = find_.one(from_row, column(account), column(service));
  return found ? found->limits : Limits{};
}

std::vector<LimitSetting> LimitSettings::reaching(AccountId account,
                                                  const std::optional<ServiceCode>& service) const {
  return reaching_.all(from_row, column(account), column(service));
}

std::size_t LimitSettings::erase_all(AccountId account) {
  return erase_all_.change(column(account));
}

std::vector<LimitSetting> LimitSettings::page(const Page<LimitSetting>& page) const {
  if (!page.after) return first_page_.all(from_row, column(page.limit));
  return page_.all(from_row, column(page.after->account), column(page.after->service),
                   column(page.limit));
}

}  // namespace gatehouse::sql

#include "limits.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* exactly =
    "account_id = :account AND project_id = :project AND service = :service";

}  // namespace

LimitSettings::LimitSettings(Connection& connection)
    : OfProjects(connection),
      set_(connection),
      erase_(connection, std::string("DELETE FROM limit_settings WHERE ") + exactly),
      find_(connection, exactly),
      // Each part takes one or two descents in the primary key. The conditions keep the parts from
      // returning the same row when no project or service is given.
      reaching_(connection, std::string(exactly) + " AND project_id <> '' UNION ALL " +
                                select<LimitSetting>() +
                                " WHERE account_id = :account AND project_id = '' AND service = ''"
                                " UNION ALL " +
                                select<LimitSetting>() +
                                " WHERE account_id = '' AND project_id = ''"
                                " AND service IN ('', :service)") {}

void LimitSettings::set(const LimitSetting& setting) {
  if (setting.limits.is_empty()) {
    erase_(setting.account, setting.project, setting.service);
  } else {
    set_(setting);
  }
}

Limits LimitSettings::find(const Tenant& account, const std::optional<ProjectId>& project,
                           const std::optional<ServiceCode>& service) const {
  const auto found = find_.one(account, project, service);
  return found ? found->limits : Limits{};
}

std::vector<LimitSetting> LimitSettings::reaching(AccountId account,
                                                  const std::optional<ProjectId>& project,
                                                  const std::optional<ServiceCode>& service) const {
  return reaching_.all(account, project, service);
}

}  // namespace gatehouse::sql

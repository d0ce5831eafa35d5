#include "api_proxy_groups.hpp"

namespace gatehouse::sql {

ApiProxyGroups::ApiProxyGroups(Connection& connection, const Erasures& erasures)
    : groups_(connection),
      erase_contents_(connection,
                      "account_id = :account AND scope = :scope AND group_name = :group"),
      erase_all_grouped_(connection),
      erase_grouped_of_project_(connection),
      add_(connection,
           "INSERT INTO grouped_api_proxies (account_id, scope, group_name, proxy)"
           " SELECT account_id, scope, name, :proxy FROM api_proxy_groups"
           " WHERE account_id = :account AND scope = :scope AND name = :group"
           " ON CONFLICT DO NOTHING"),
      remove_(connection,
              "DELETE FROM grouped_api_proxies WHERE account_id = :account AND scope = :scope"
              " AND group_name = :group AND proxy = :proxy"),
      proxies_(connection, erasures,
               "account_id = :account AND scope = :scope AND group_name = :group ORDER BY proxy"),
      remove_from_all_(connection, "account_id = :account AND proxy = :proxy"),
      remove_from_all_of_scope_(connection,
                                "account_id = :account AND proxy = :proxy AND scope = :scope") {}

bool ApiProxyGroups::insert(const ApiProxyGroup& group) { return groups_.insert(group); }

std::optional<ApiProxyGroup> ApiProxyGroups::find(AccountId account, const Scope& scope,
                                                  std::string_view name) const {
  return groups_.find(account, scope, name);
}

bool ApiProxyGroups::exists(AccountId account, std::string_view name) const {
  return groups_.exists(account, name);
}

std::vector<ApiProxyGroup> ApiProxyGroups::list(AccountId account,
                                                const std::optional<Scope>& scope,
                                                const Page<ApiProxyGroupId>& page) const {
  return groups_.list(account, scope, page);
}

std::size_t ApiProxyGroups::count(AccountId account, const std::optional<Scope>& scope) const {
  return groups_.count(account, scope);
}

bool ApiProxyGroups::erase(AccountId account, const Scope& scope, std::string_view name) {
  return groups_.erase(account, scope, name);
}

std::size_t ApiProxyGroups::erase_all(AccountId account, std::size_t limit) {
  const std::size_t grouped = erase_all_grouped_(limit, account);
  return grouped + groups_.erase_all(account, limit - grouped);
}

std::size_t ApiProxyGroups::erase_of_project(AccountId account, ProjectId project,
                                             std::size_t limit) {
  const std::size_t grouped = erase_grouped_of_project_(limit, account, project);
  return grouped + groups_.erase_of_project(account, project, limit - grouped);
}

bool ApiProxyGroups::add(AccountId account, const Scope& scope, std::string_view group,
                         std::string_view proxy) {
  return add_(proxy, account, scope, group) > 0;
}

bool ApiProxyGroups::remove(AccountId account, const Scope& scope, std::string_view group,
                            std::string_view proxy) {
  return remove_(account, scope, group, proxy) > 0;
}

std::vector<std::string> ApiProxyGroups::proxies(AccountId account, const Scope& scope,
                                                 std::string_view group) const {
  const GroupedApiProxy known{
      .account = account, .scope = scope, .group = Text(group), .proxy = {}};
  std::vector<std::string> names;
  for (GroupedApiProxy& grouped : proxies_.all(known, account, scope, group)) {
    names.push_back(std::move(grouped.proxy));
  }
  return names;
}

std::size_t ApiProxyGroups::remove_from_all(AccountId account, const std::optional<Scope>& scope,
                                            std::string_view proxy, std::size_t limit) {
  if (!scope) return remove_from_all_(limit, account, proxy);
  return remove_from_all_of_scope_(limit, account, proxy, *scope);
}

std::size_t ApiProxyGroups::erase_contents(AccountId account, const Scope& scope,
                                           std::string_view group, std::size_t limit) {
  return erase_contents_(limit, account, scope, group);
}

}  // namespace gatehouse::sql

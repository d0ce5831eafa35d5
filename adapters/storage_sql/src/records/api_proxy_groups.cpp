#include "api_proxy_groups.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* key = "account_id, scope, group_name, proxy";

}  // namespace

ApiProxyGroups::ApiProxyGroups(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      groups_(connection, "api_proxy_groups"),
      erase_contents_(connection, "grouped_api_proxies", key,
                      "account_id = :account AND scope = :scope AND group_name = :group"),
      erase_all_grouped_(connection, "grouped_api_proxies", key, "account_id = :account"),
      add_(connection,
           "INSERT INTO grouped_api_proxies (account_id, scope, group_name, proxy)"
           " SELECT account_id, scope, name, :proxy FROM api_proxy_groups"
           " WHERE account_id = :account AND scope = :scope AND name = :group"
           " ON CONFLICT DO NOTHING"),
      remove_(connection,
              "DELETE FROM grouped_api_proxies WHERE account_id = :account AND scope = :scope"
              " AND group_name = :group AND proxy = :proxy"),
      proxies_(connection,
               flagged("grouped_api_proxies",
                       "SELECT proxy FROM grouped_api_proxies WHERE account_id = :account"
                       " AND scope = :scope AND group_name = :group ORDER BY proxy")),
      remove_from_all_(connection, "grouped_api_proxies", key,
                       "account_id = :account AND proxy = :proxy"),
      remove_from_all_of_scope_(connection, "grouped_api_proxies", key,
                                "account_id = :account AND proxy = :proxy AND scope = :scope"),
      grouped_page_(connection,
                    "SELECT account_id, scope, group_name, proxy FROM grouped_api_proxies"
                    " WHERE (account_id, scope, group_name, proxy) >"
                    " (:account, :scope, :group, :proxy)"
                    " ORDER BY account_id, scope, group_name, proxy LIMIT :limit") {}

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

bool ApiProxyGroups::erase(AccountId account, const Scope& scope, std::string_view name) {
  return groups_.erase(account, scope, name);
}

std::size_t ApiProxyGroups::erase_all(AccountId account, std::size_t limit) {
  const std::size_t grouped = erase_all_grouped_.erase(limit, column(account));
  return grouped + groups_.erase_all(account, limit - grouped);
}

bool ApiProxyGroups::add(AccountId account, const Scope& scope, std::string_view group,
                         std::string_view proxy) {
  return add_.change(Text(proxy), column(account), column(scope), Text(group)) > 0;
}

bool ApiProxyGroups::remove(AccountId account, const Scope& scope, std::string_view group,
                            std::string_view proxy) {
  return remove_.change(column(account), column(scope), Text(group), Text(proxy)) > 0;
}

std::vector<std::string> ApiProxyGroups::proxies(AccountId account, const Scope& scope,
                                                 std::string_view group) const {
  std::vector<std::string> names;
  const auto grouped = [&](const Text& proxy) {
    return GroupedApiProxy{
        .account = account, .scope = scope, .group = Text(group), .proxy = proxy};
  };
  for (GroupedApiProxy& living :
       list_living(proxies_, erasures_, grouped, column(account), column(scope), Text(group))) {
    names.push_back(std::move(living.proxy));
  }
  return names;
}

std::size_t ApiProxyGroups::remove_from_all(AccountId account, const std::optional<Scope>& scope,
                                            std::string_view proxy, std::size_t limit) {
  if (!scope) return remove_from_all_.erase(limit, column(account), Text(proxy));
  return remove_from_all_of_scope_.erase(limit, column(account), Text(proxy), column(*scope));
}

std::size_t ApiProxyGroups::erase_contents(AccountId account, const Scope& scope,
                                           std::string_view group, std::size_t limit) {
  return erase_contents_.erase(limit, column(account), column(scope), Text(group));
}

std::vector<GroupedApiProxy> ApiProxyGroups::page(const Page<GroupedApiProxy>& page) const {
  const auto& after = page.after;
  return grouped_page_.all(
      [](const Text& account, const Text& scope, const Text& group, const Text& proxy) {
        return GroupedApiProxy{.account = to_id<AccountId>(account),
                               .scope = to_scope(scope),
                               .group = group,
                               .proxy = proxy};
      },
      after ? column(after->account) : Text(), after ? column(after->scope) : Text(),
      after ? after->group : Text(), after ? after->proxy : Text(), column(page.limit));
}

}  // namespace gatehouse::sql

#include "api_proxy_groups.hpp"

namespace gatehouse::memory {

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
  const std::size_t grouped = grouped_.erase(grouped_.view<ByGroup>().range(account), limit);
  return grouped + groups_.erase_all(account, limit - grouped);
}

bool ApiProxyGroups::add(AccountId account, const Scope& scope, std::string_view group,
                         std::string_view proxy) {
  return groups_.contains(account, scope, group) &&
         grouped_.insert({account, scope, std::string(group), std::string(proxy)});
}

bool ApiProxyGroups::remove(AccountId account, const Scope& scope, std::string_view group,
                            std::string_view proxy) {
  const GroupedApiProxy* grouped = grouped_.find(account, scope, group, proxy);
  if (grouped != nullptr) grouped_.erase(*grouped);
  return grouped != nullptr;
}

std::vector<std::string> ApiProxyGroups::proxies(AccountId account, const Scope& scope,
                                                 std::string_view group) const {
  std::vector<std::string> proxies;
  for (const GroupedApiProxy* grouped : grouped_.view<ByGroup>().range(account, scope, group)) {
    if (!erasures_.covers(*grouped)) proxies.push_back(grouped->proxy);
  }
  return proxies;
}

std::size_t ApiProxyGroups::remove_from_all(AccountId account, const std::optional<Scope>& scope,
                                            std::string_view proxy, std::size_t limit) {
  const auto& by_proxy = grouped_.view<ByProxy>();
  return grouped_.erase(
      scope ? by_proxy.range(account, proxy, *scope) : by_proxy.range(account, proxy), limit);
}

std::size_t ApiProxyGroups::erase_contents(AccountId account, const Scope& scope,
                                           std::string_view group, std::size_t limit) {
  return grouped_.erase(grouped_.view<ByGroup>().range(account, scope, group), limit);
}

bool ApiProxyGroups::holds(AccountId account, const Scope& scope, std::string_view group,
                           std::string_view proxy) const {
  const GroupedApiProxy* grouped = grouped_.find(account, scope, group, proxy);
  return grouped != nullptr && !erasures_.covers(*grouped);
}

}  // namespace gatehouse::memory

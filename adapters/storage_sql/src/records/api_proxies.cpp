#include "api_proxies.hpp"

namespace gatehouse::sql {

ApiProxies::ApiProxies(Connection& connection) : proxies_(connection) {}

bool ApiProxies::insert(const ApiProxy& proxy) { return proxies_.insert(proxy); }

std::optional<ApiProxy> ApiProxies::find(AccountId account, const Scope& scope,
                                         std::string_view name) const {
  return proxies_.find(account, scope, name);
}

bool ApiProxies::exists(AccountId account, std::string_view name) const {
  return proxies_.exists(account, name);
}

std::vector<ApiProxy> ApiProxies::list(AccountId account, const std::optional<Scope>& scope,
                                       const Page<ApiProxyId>& page) const {
  return proxies_.list(account, scope, page);
}

std::size_t ApiProxies::count(AccountId account, const std::optional<Scope>& scope) const {
  return proxies_.count(account, scope);
}

bool ApiProxies::erase(AccountId account, const Scope& scope, std::string_view name) {
  return proxies_.erase(account, scope, name);
}

std::size_t ApiProxies::erase_all(AccountId account, std::size_t limit) {
  return proxies_.erase_all(account, limit);
}

std::size_t ApiProxies::erase_of_project(AccountId account, ProjectId project, std::size_t limit) {
  return proxies_.erase_of_project(account, project, limit);
}

}  // namespace gatehouse::sql

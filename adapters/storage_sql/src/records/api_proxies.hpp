#pragma once

#include <gatehouse/ports/storage/api_proxy_records.hpp>
#include <gatehouse/records/api_proxies.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../scoped_names.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<ApiProxy>{"api_proxies"};

class ApiProxies final : public ApiProxyRecords {
 public:
  explicit ApiProxies(Connection& connection);

  bool insert(const ApiProxy& proxy) override;
  std::optional<ApiProxy> find(AccountId account, const Scope& scope,
                               std::string_view name) const override;
  bool exists(AccountId account, std::string_view name) const override;
  std::vector<ApiProxy> list(AccountId account, const std::optional<Scope>& scope,
                             const Page<ApiProxyId>& page) const override;
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override;
  bool erase(AccountId account, const Scope& scope, std::string_view name) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override;

 private:
  ScopedNames<ApiProxy> proxies_;
};

}  // namespace gatehouse::sql

#pragma once

#include <gatehouse/ports/storage/api_proxy_group_records.hpp>
#include <gatehouse/records/api_proxy_groups.hpp>

#include "../living.hpp"
#include "../scoped_names.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<ApiProxyGroup>{"api_proxy_groups"};
template <>
inline constexpr Table table<GroupedApiProxy>{"grouped_api_proxies"};

class ApiProxyGroups final : public ApiProxyGroupRecords {
 public:
  ApiProxyGroups(Connection& connection, const Erasures& erasures);

  bool insert(const ApiProxyGroup& group) override;
  std::optional<ApiProxyGroup> find(AccountId account, const Scope& scope,
                                    std::string_view name) const override;
  bool exists(AccountId account, std::string_view name) const override;
  std::vector<ApiProxyGroup> list(AccountId account, const std::optional<Scope>& scope,
                                  const Page<ApiProxyGroupId>& page) const override;
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override;
  bool erase(AccountId account, const Scope& scope, std::string_view name) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override;
  bool add(AccountId account, const Scope& scope, std::string_view group,
           std::string_view proxy) override;
  bool remove(AccountId account, const Scope& scope, std::string_view group,
              std::string_view proxy) override;
  std::vector<std::string> proxies(AccountId account, const Scope& scope,
                                   std::string_view group) const override;
  std::size_t remove_from_all(AccountId account, const std::optional<Scope>& scope,
                              std::string_view proxy, std::size_t limit) override;
  std::size_t erase_contents(AccountId account, const Scope& scope, std::string_view group,
                             std::size_t limit) override;

 private:
  using OfGroup =
      FieldsBut<&GroupedApiProxy::account, &GroupedApiProxy::scope, &GroupedApiProxy::group>;

  ScopedNames<ApiProxyGroup> groups_;
  EraseSome<GroupedApiProxy, AccountId, Scope, std::string_view> erase_contents_;
  EraseAll<GroupedApiProxy> erase_all_grouped_;
  EraseOfProject<GroupedApiProxy> erase_grouped_of_project_;
  ChangeRows<std::string_view, AccountId, Scope, std::string_view> add_;
  ChangeRows<AccountId, Scope, std::string_view, std::string_view> remove_;
  SelectLivingFields<GroupedApiProxy, OfGroup, AccountId, Scope, std::string_view> proxies_;
  EraseSome<GroupedApiProxy, AccountId, std::string_view> remove_from_all_;
  EraseSome<GroupedApiProxy, AccountId, std::string_view, Scope> remove_from_all_of_scope_;
};

}  // namespace gatehouse::sql

/// Groups of API proxies on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/kernel/stores/scoped_names.hpp>
#include <gatehouse/ports/storage/api_proxy_group_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<ApiProxyGroup> : IndexesOfScopedNames<ApiProxyGroup> {};

template <>
struct Indexes<GroupedApiProxy> {
  using Place = DescribedIndex<GroupedApiProxy>;
  using Proxy = Index<&GroupedApiProxy::account, &GroupedApiProxy::proxy, &GroupedApiProxy::scope,
                      &GroupedApiProxy::group>;
  using All = IndexList<Place, Proxy>;
};

template <class Engine>
class ApiProxyGroups : public ScopedNames<Engine, ApiProxyGroupRecords, ApiProxyGroup> {
  using Groups = ScopedNames<Engine, ApiProxyGroupRecords, ApiProxyGroup>;
  using By = Indexes<GroupedApiProxy>;

 public:
  explicit ApiProxyGroups(Tables<Engine>& tables)
      : Groups(tables), tables_(tables), grouped_(tables.template of<GroupedApiProxy>()) {}

  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t grouped = grouped_.erase(By::Place{}, within(account), limit);
    return grouped + Groups::erase_all(account, limit - grouped);
  }
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    const Scope scope = Scope::of(project);
    const std::size_t grouped = grouped_.erase(By::Place{}, within(account, scope), limit);
    return grouped + Groups::erase_of_project(account, project, limit - grouped);
  }
  bool add(AccountId account, const Scope& scope, std::string_view group,
           std::string_view proxy) override {
    return Groups::find(account, scope, group) &&
           grouped_.insert({account, scope, std::string(group), std::string(proxy)});
  }
  bool remove(AccountId account, const Scope& scope, std::string_view group,
              std::string_view proxy) override {
    return grouped_.erase_found(grouped_.find(By::Place{}, account, scope, group, proxy));
  }
  std::vector<std::string> proxies(AccountId account, const Scope& scope,
                                   std::string_view group) const override {
    std::vector<std::string> proxies;
    grouped_.visit(By::Place{}, within(account, scope, group), [&](const GroupedApiProxy& found) {
      if (!tables_.is_being_erased(found)) proxies.push_back(found.proxy);
      return true;
    });
    return proxies;
  }
  std::size_t remove_from_all(AccountId account, const std::optional<Scope>& scope,
                              std::string_view proxy, std::size_t limit) override {
    return scope ? grouped_.erase(By::Proxy{}, within(account, proxy, *scope), limit)
                 : grouped_.erase(By::Proxy{}, within(account, proxy), limit);
  }
  std::size_t erase_contents(AccountId account, const Scope& scope, std::string_view group,
                             std::size_t limit) override {
    return grouped_.erase(By::Place{}, within(account, scope, group), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, GroupedApiProxy>& grouped_;
};

}  // namespace gatehouse::kernel

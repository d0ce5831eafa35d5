#pragma once

#include <gatehouse/ports/storage/api_proxy_records.hpp>
#include <gatehouse/ports/storage/scan.hpp>

#include "erasures.hpp"
#include "scoped_names.hpp"

namespace gatehouse::memory {

inline auto grouped_key(const GroupedApiProxy& grouped) noexcept {
  return std::tie(grouped.account, grouped.scope, grouped.group, grouped.proxy);
}
inline auto grouped_proxy(const GroupedApiProxy& grouped) noexcept {
  return std::tie(grouped.account, grouped.proxy, grouped.scope, grouped.group);
}

class ApiProxyGroups final : public ApiProxyGroupRecords {
 public:
  ApiProxyGroups(UndoLog& log, const Erasures& erasures) noexcept
      : erasures_(erasures), groups_(log), grouped_(log) {}

  bool insert(const ApiProxyGroup& group) override;
  std::optional<ApiProxyGroup> find(AccountId account, const Scope& scope,
                                    std::string_view name) const override;
  bool exists(AccountId account, std::string_view name) const override;
  std::vector<ApiProxyGroup> list(AccountId account, const std::optional<Scope>& scope,
                                  const Page<ApiProxyGroupId>& page) const override;
  bool erase(AccountId account, const Scope& scope, std::string_view name) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
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

  bool holds(AccountId account, const Scope& scope, std::string_view group,
             std::string_view proxy) const;

  const ApiProxyGroup* newest() const noexcept { return groups_.newest(); }
  std::vector<ApiProxyGroup> page(const Page<ApiProxyGroup>& page) const {
    return groups_.page(page);
  }
  std::vector<GroupedApiProxy> page(const Page<GroupedApiProxy>& page) const {
    return grouped_.page(page);
  }

 private:
  using ByGroup = Index<GroupedApiProxy, grouped_key>;
  using ByProxy = Index<GroupedApiProxy, grouped_proxy>;

  const Erasures& erasures_;
  ScopedNames<ApiProxyGroup> groups_;
  Table<GroupedApiProxy, grouped_key, ByGroup, ByProxy> grouped_;
};

}  // namespace gatehouse::memory

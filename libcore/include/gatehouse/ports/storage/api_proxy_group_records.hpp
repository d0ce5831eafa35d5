/// Groups of API proxies.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/model/api_proxy_group.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class ApiProxyGroupRecords {
 public:
  /// [ST-120] As for API proxies.
  [[nodiscard]] virtual bool insert(const ApiProxyGroup& group) = 0;
  /// [ST-121] As for API proxies.
  [[nodiscard]] virtual std::optional<ApiProxyGroup> find(AccountId account, const Scope& scope,
                                                          std::string_view name) const = 0;
  /// [ST-122] As for API proxies.
  [[nodiscard]] virtual bool exists(AccountId account, std::string_view name) const = 0;
  /// [ST-123] As for API proxies.
  [[nodiscard]] virtual std::vector<ApiProxyGroup> list(
      AccountId account, const std::optional<Scope>& scope,
      const Page<ApiProxyGroupId>& page) const = 0;
  /// [ST-382] As for API proxies.
  [[nodiscard]] virtual std::size_t count(AccountId account,
                                          const std::optional<Scope>& scope) const = 0;
  /// [ST-124] Erases only the group's own record; the service erases grants on it and its contents.
  virtual bool erase(AccountId account, const Scope& scope, std::string_view name) = 0;
  /// [ST-125] Erases the contents of the account's groups, then the groups: at most `limit` records
  /// in total. Returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

  /// [ST-126] Adds an API proxy, by its name, to the group of the scope. Returns false if it is in
  /// the group already, or the group does not exist.
  [[nodiscard]] virtual bool add(AccountId account, const Scope& scope, std::string_view group,
                                 std::string_view proxy) = 0;
  /// [ST-127] Returns false if the proxy was not in the group.
  [[nodiscard]] virtual bool remove(AccountId account, const Scope& scope, std::string_view group,
                                    std::string_view proxy) = 0;
  /// [ST-128] Returns the names of the API proxies in the group, ordered byte for byte.
  [[nodiscard]] virtual std::vector<std::string> proxies(AccountId account, const Scope& scope,
                                                         std::string_view group) const = 0;
  /// [ST-129] Removes the API proxy from at most `limit` groups, of the scope or, without one, of
  /// all scopes. Returns the number of groups.
  virtual std::size_t remove_from_all(AccountId account, const std::optional<Scope>& scope,
                                      std::string_view proxy, std::size_t limit) = 0;
  /// [ST-216] Removes at most `limit` API proxies from the group of the scope, whether or not the
  /// group's own record exists, and returns their number.
  virtual std::size_t erase_contents(AccountId account, const Scope& scope, std::string_view group,
                                     std::size_t limit) = 0;

 protected:
  ~ApiProxyGroupRecords() = default;
};

}  // namespace gatehouse

/// API proxies of accounts.
///
/// [ST-110] Names of API proxies are unique in their account and scope, and so are those of groups,
///          compared byte for byte; a proxy and a group may share one.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class ApiProxyRecords {
 public:
  /// [ST-111] Returns false and changes nothing if the id or the name is taken.
  [[nodiscard]] virtual bool insert(const ApiProxy& proxy) = 0;
  /// [ST-112] Searches exactly this scope; returns nothing if the proxy belongs to another account.
  [[nodiscard]] virtual std::optional<ApiProxy> find(AccountId account, const Scope& scope,
                                                     std::string_view name) const = 0;
  /// [ST-113] Whether any scope of the account has an API proxy with the name.
  [[nodiscard]] virtual bool exists(AccountId account, std::string_view name) const = 0;
  /// [ST-114] Lists one scope, or, without a scope, the whole account.
  [[nodiscard]] virtual std::vector<ApiProxy> list(AccountId account,
                                                   const std::optional<Scope>& scope,
                                                   const Page<ApiProxyId>& page) const = 0;
  /// [ST-381] Returns the total number of API proxies that list() covers.
  [[nodiscard]] virtual std::size_t count(AccountId account,
                                          const std::optional<Scope>& scope) const = 0;
  /// [ST-115] Erases only the proxy's own record; the service erases grants on it and its group
  /// memberships.
  virtual bool erase(AccountId account, const Scope& scope, std::string_view name) = 0;
  /// [ST-116] Erases at most `limit` API proxies of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~ApiProxyRecords() = default;
};

}  // namespace gatehouse

/// What accounts protect: API proxies, and groups of them.
///
/// [ST-110] Names of API proxies are unique in their account and scope, and so are those of groups,
///          compared byte for byte; a proxy and a group may share one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class ApiProxyRecords {
 public:
  /// [ST-111] False, and nothing is changed, when the id or the name is taken.
  [[nodiscard]] virtual bool insert(const ApiProxy& proxy) = 0;
  /// [ST-112] That of exactly this scope; nothing when it belongs to another account.
  [[nodiscard]] virtual std::optional<ApiProxy> find(AccountId account, const Scope& scope,
                                                     std::string_view name) const = 0;
  /// [ST-113] Whether any scope of the account has an API proxy with that name.
  [[nodiscard]] virtual bool exists(AccountId account, std::string_view name) const = 0;
  /// [ST-114] Those of one scope, or without one all of the account.
  [[nodiscard]] virtual std::vector<ApiProxy> list(AccountId account,
                                                   const std::optional<Scope>& scope,
                                                   const Page<ApiProxyId>& page) const = 0;
  /// [ST-115] Erases the proxy's own record alone; grants on it and its places in groups are erased
  /// by the service.
  virtual bool erase(AccountId account, const Scope& scope, std::string_view name) = 0;
  /// [ST-116] Erases at most `limit` API proxies of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~ApiProxyRecords() = default;
};

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
  /// [ST-124] Erases the group's own record alone; grants on it and what is in it are erased by the
  /// service.
  virtual bool erase(AccountId account, const Scope& scope, std::string_view name) = 0;
  /// [ST-125] Erases what is in the account's groups, and then the groups: at most `limit` records
  /// of both together, and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

  /// [ST-126] Puts an API proxy, by its name, into the group of that scope. False when it is in it
  /// already, or there is no such group.
  [[nodiscard]] virtual bool add(AccountId account, const Scope& scope, std::string_view group,
                                 std::string_view proxy) = 0;
  /// [ST-127] False when it was not in it.
  [[nodiscard]] virtual bool remove(AccountId account, const Scope& scope, std::string_view group,
                                    std::string_view proxy) = 0;
  /// [ST-128] The names of the API proxies in the group, ordered byte for byte.
  [[nodiscard]] virtual std::vector<std::string> proxies(AccountId account, const Scope& scope,
                                                         std::string_view group) const = 0;
  /// [ST-129] Takes the API proxy out of at most `limit` groups, of that scope or without one of
  /// all, and returns out of how many.
  virtual std::size_t remove_from_all(AccountId account, const std::optional<Scope>& scope,
                                      std::string_view proxy, std::size_t limit) = 0;
  /// [ST-216] Takes at most `limit` API proxies out of the group of that scope, whether or not the
  /// group's own record is there, and returns how many.
  virtual std::size_t erase_contents(AccountId account, const Scope& scope, std::string_view group,
                                     std::size_t limit) = 0;

 protected:
  ~ApiProxyGroupRecords() = default;
};

}  // namespace gatehouse

/// Records of an account that are named inside a scope: API proxies, and groups of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/model/scope.hpp>

#include "copies.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

template <class Named>
class ScopedNames {
 public:
  explicit ScopedNames(UndoLog& log) noexcept : records_(log) {}

  bool insert(const Named& record) { return records_.insert(record); }

  bool contains(AccountId account, const Scope& scope, std::string_view name) const {
    return place(account, scope, name) != nullptr;
  }

  std::optional<Named> find(AccountId account, const Scope& scope, std::string_view name) const {
    return copied(place(account, scope, name));
  }

  bool exists(AccountId account, std::string_view name) const {
    return records_.template view<ByName>().find(account, name) != nullptr;
  }

  template <class Key>
  std::vector<Named> list(AccountId account, const std::optional<Scope>& scope,
                          const Page<Key>& page) const {
    return scope ? records_.template view<ByScope>().list(page, account, *scope)
                 : records_.template view<ByAccount>().list(page, account);
  }

  bool erase(AccountId account, const Scope& scope, std::string_view name) {
    const Named* record = place(account, scope, name);
    if (record != nullptr) records_.erase(*record);
    return record != nullptr;
  }

  std::size_t erase_all(AccountId account, std::size_t limit) {
    return records_.erase(records_.template view<ByAccount>().range(account), limit);
  }

  const Named* newest() const noexcept { return records_.last(); }
  std::vector<Named> page(const Page<Named>& page) const { return records_.page(page); }

 private:
  static auto id(const Named& record) noexcept { return std::tie(record.id); }
  static auto name(const Named& record) noexcept {
    return std::tie(record.account, record.name, record.scope);
  }
  static auto in_account(const Named& record) noexcept {
    return std::tie(record.account, record.id);
  }
  static auto in_scope(const Named& record) noexcept {
    return std::tie(record.account, record.scope, record.id);
  }

  /// A unique key; the scope comes last, so that a name can be found in any scope.
  using ByName = Index<Named, name>;
  using ByAccount = Index<Named, in_account>;
  using ByScope = Index<Named, in_scope>;

  const Named* place(AccountId account, const Scope& scope, std::string_view name) const {
    return records_.template view<ByName>().find(account, name, scope);
  }

  Table<Named, id, ByName, ByAccount, ByScope> records_;
};

}  // namespace gatehouse::memory

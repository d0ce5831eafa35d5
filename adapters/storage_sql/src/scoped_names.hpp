/// Operations shared by all tables of records that an account names inside a scope.
#pragma once

#include "living.hpp"

namespace gatehouse::sql {

/// `Named` is ApiProxy or ApiProxyGroup.
template <class Named>
class ScopedNames {
  using NamedId = decltype(Named::id);

 public:
  explicit ScopedNames(Connection& connection)
      : insert_(connection),
        find_(connection, "account_id = :account AND scope = :scope AND name = :name"),
        exists_(connection, "SELECT 1 FROM " + table_name<Named>() +
                                " WHERE account_id = :account AND name = :name AND " +
                                outside_erased_projects(table_name<Named>()) + " LIMIT 1"),
        list_(connection, "account_id = :account AND id > :after AND " +
                              outside_erased_projects(table_name<Named>()) +
                              " ORDER BY id LIMIT :limit"),
        list_of_scope_(connection,
                       "account_id = :account AND scope = :scope"
                       " AND id > :after ORDER BY id LIMIT :limit"),
        count_(connection, count_outside_erased_projects(table_name<Named>())),
        count_of_scope_(connection, "SELECT count(*) FROM " + table_name<Named>() +
                                        " WHERE account_id = :account AND scope = :scope"),
        erase_(connection, "DELETE FROM " + table_name<Named>() +
                               " WHERE account_id = :account AND scope = :scope AND name = :name"),
        erase_all_(connection),
        erase_of_project_(connection) {}

  bool insert(const Named& record) { return insert_(record) > 0; }

  std::optional<Named> find(AccountId account, const Scope& scope, std::string_view name) const {
    return find_.one(account, scope, name);
  }

  bool exists(AccountId account, std::string_view name) const {
    return exists_.any(column(account), column(name));
  }

  std::vector<Named> list(AccountId account, const std::optional<Scope>& scope,
                          const Page<NamedId>& page) const {
    if (!scope) return list_.all(account, page.after, page.limit);
    return list_of_scope_.all(account, *scope, page.after, page.limit);
  }

  std::size_t count(AccountId account, const std::optional<Scope>& scope) const {
    return static_cast<std::size_t>(scope ? count_of_scope_.value(column(account), column(*scope))
                                          : count_.value(column(account)));
  }

  bool erase(AccountId account, const Scope& scope, std::string_view name) {
    return erase_(account, scope, name) > 0;
  }

  std::size_t erase_all(AccountId account, std::size_t limit) { return erase_all_(limit, account); }

  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) {
    return erase_of_project_(limit, account, project);
  }

 private:
  InsertNew<Named> insert_;
  Select<Named, AccountId, Scope, std::string_view> find_;
  mutable Statement<InOf<AccountId, std::string_view>, Out<long long>> exists_;
  Select<Named, AccountId, std::optional<NamedId>, std::size_t> list_;
  Select<Named, AccountId, Scope, std::optional<NamedId>, std::size_t> list_of_scope_;
  mutable Statement<InOf<AccountId>, Out<long long>> count_;
  mutable Statement<InOf<AccountId, Scope>, Out<long long>> count_of_scope_;
  ChangeRows<AccountId, Scope, std::string_view> erase_;
  EraseAll<Named> erase_all_;
  EraseOfProject<Named> erase_of_project_;
};

}  // namespace gatehouse::sql

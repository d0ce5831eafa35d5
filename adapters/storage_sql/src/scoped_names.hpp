/// What all tables of records do alike that an account names inside a scope.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/ports/storage/page.hpp>

#include "columns.hpp"
#include "erasing.hpp"

namespace gatehouse::sql {

/// `Named` is ApiProxy or ApiProxyGroup.
template <class Named>
class ScopedNames {
  using NamedId = decltype(Named::id);
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, Text, long long>;

 public:
  ScopedNames(Connection& connection, const std::string& table)
      : insert_(connection, "INSERT INTO " + table +
                                " (id, account_id, scope, name, description, created_at) VALUES"
                                " (:id, :account, :scope, :name, :description, :created_at)"
                                " ON CONFLICT DO NOTHING"),
        find_(connection, select(table) +
                              "account_id = :account AND scope = :scope"
                              " AND name = :name"),
        exists_(connection,
                "SELECT 1 FROM " + table + " WHERE account_id = :account AND name = :name LIMIT 1"),
        list_(connection, select(table) +
                              "account_id = :account AND id > :after"
                              " ORDER BY id LIMIT :limit"),
        list_of_scope_(connection, select(table) +
                                       "account_id = :account AND scope = :scope"
                                       " AND id > :after ORDER BY id LIMIT :limit"),
        page_(connection, select(table) + "id > :after ORDER BY id LIMIT :limit"),
        erase_(connection, "DELETE FROM " + table +
                               " WHERE account_id = :account AND scope = :scope AND name = :name"),
        erase_all_(connection, table, "id", "account_id = :account") {}

  bool insert(const Named& record) {
    return insert_.change(column(record.id), column(record.account), column(record.scope),
                          record.name, record.description, column(record.created_at)) > 0;
  }

  std::optional<Named> find(AccountId account, const Scope& scope, std::string_view name) const {
    return find_.one(from_row, column(account), column(scope), Text(name));
  }

  bool exists(AccountId account, std::string_view name) const {
    return exists_.any(column(account), Text(name));
  }

  std::vector<Named> list(AccountId account, const std::optional<Scope>& scope,
                          const Page<NamedId>& page) const {
    if (!scope) {
      return list_.all(from_row, column(account), column(page.after), column(page.limit));
    }
    return list_of_scope_.all(from_row, column(account), column(*scope), column(page.after),
                              column(page.limit));
  }

  std::vector<Named> page(const Page<Named>& page) const {
    return page_.all(from_row, page.after ? column(page.after->id) : Text(), column(page.limit));
  }

  bool erase(AccountId account, const Scope& scope, std::string_view name) {
    return erase_.change(column(account), column(scope), Text(name)) > 0;
  }

  std::size_t erase_all(AccountId account, std::size_t limit) {
    return erase_all_.erase(limit, column(account));
  }

 private:
  static std::string select(const std::string& table) {
    return "SELECT id, account_id, scope, name, description, created_at FROM " + table + " WHERE ";
  }

  static Named from_row(const Text& id, const Text& account, const Text& scope, const Text& name,
                        const Text& description, long long created_at) {
    return {.id = to_id<NamedId>(id),
            .account = to_id<AccountId>(account),
            .scope = to_scope(scope),
            .name = name,
            .description = description,
            .created_at = to_time(created_at)};
  }

  Statement<In<Text, Text, Text, Text, Text, long long>> insert_;
  mutable Statement<In<Text, Text, Text>, Columns> find_;
  mutable Statement<In<Text, Text>, Out<long long>> exists_;
  mutable Statement<In<Text, Text, long long>, Columns> list_;
  mutable Statement<In<Text, Text, Text, long long>, Columns> list_of_scope_;
  mutable Statement<In<Text, long long>, Columns> page_;
  Statement<In<Text, Text, Text>> erase_;
  ErasingStatement<Text> erase_all_;
};

}  // namespace gatehouse::sql

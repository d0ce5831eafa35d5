/// Statements derived from the description of a kind of record. Parameters are values of the model;
/// they are converted to columns here.
///
///     Select<Credential, AccountId, std::string_view> find_{
///         connection, "account_id = :account AND username = :username"};
///
///     std::optional<Credential> found = find_.one(account, username);
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/ports/storage/page.hpp>

#include "row.hpp"

namespace gatehouse::sql {

/// The column types of the parameters.
template <class... Parameters>
using InOf = In<std::remove_cvref_t<decltype(column(std::declval<const Parameters&>()))>...>;
template <class... Lists>
struct JoinedIn;
template <class... A, class... B>
struct JoinedIn<In<A...>, In<B...>> {
  using type = In<A..., B...>;
};

/// Changes rows, and returns how many.
template <class... Parameters>
class ChangeRows {
 public:
  ChangeRows(Connection& connection, std::string sql) : statement_(connection, std::move(sql)) {}

  std::size_t operator()(const Parameters&... parameters) {
    return statement_.change(column(parameters)...);
  }

 private:
  Statement<InOf<Parameters...>> statement_;
};

/// Erases a limited number of rows of a kind.
template <class Record, class... Parameters>
class EraseSome {
 public:
  /// `condition` may end with an ORDER BY.
  EraseSome(Connection& connection, const std::string& condition)
      : erase_(connection, "DELETE FROM " + table_name<Record>() + " WHERE (" +
                               primary_key<Record>() + ") IN (SELECT " + primary_key<Record>() +
                               " FROM " + table_name<Record>() + " WHERE " + condition +
                               " LIMIT :limit)") {}

  /// Erases at most `limit` rows and returns how many.
  std::size_t operator()(std::size_t limit, const Parameters&... parameters) {
    return limit == 0 ? 0 : erase_(parameters..., limit);
  }

 private:
  ChangeRows<Parameters..., std::size_t> erase_;
};

template <class Record>
class EraseAll : public EraseSome<Record, AccountId> {
 public:
  explicit EraseAll(Connection& connection)
      : EraseSome<Record, AccountId>(connection, "account_id = :account") {}
};

/// The base of a collection whose records are erased with their account.
template <class Port, class Record>
class OfAccounts : public Port {
 public:
  explicit OfAccounts(Connection& connection) : erase_all_(connection) {}

  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return erase_all_(limit, account);
  }

 protected:
  ~OfAccounts() = default;

 private:
  EraseAll<Record> erase_all_;
};

/// Erases a limited number of rows that belong to a project, or are in its scope.
template <class Record>
class EraseOfProject : public EraseSome<Record, AccountId, ProjectId> {
 public:
  explicit EraseOfProject(Connection& connection)
      : EraseSome<Record, AccountId, ProjectId>(
            connection, std::string("account_id = :account AND ") + place() + " = :project") {}

 private:
  static constexpr const char* place() {
    if constexpr (requires(const Record& record) { record.scope; }) {
      return "scope";
    } else {
      return "project_id";
    }
  }
};

/// The base of a collection whose records are also erased with their project.
template <class Port, class Record>
class OfProjects : public OfAccounts<Port, Record> {
 public:
  explicit OfProjects(Connection& connection)
      : OfAccounts<Port, Record>(connection), erase_of_project_(connection) {}

  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return erase_of_project_(limit, account, project);
  }

 protected:
  ~OfProjects() = default;

 private:
  EraseOfProject<Record> erase_of_project_;
};

/// Erases a limited number of rows that have ended, the earliest end first.
template <class Record>
class EraseExpired : public EraseSome<Record, Timestamp> {
 public:
  explicit EraseExpired(Connection& connection, const std::string& end = "expires_at")
      : EraseSome<Record, Timestamp>(connection, end + " <= :now ORDER BY " + end) {}
};

template <class Record>
class Insert {
  using Columns = Row<Record>;

 public:
  /// `conflict` is an ON CONFLICT clause, which follows the values.
  explicit Insert(Connection& connection, const std::string& conflict = {})
      : statement_(connection, "INSERT INTO " + table_name<Record>() + " (" + key("") +
                                   Columns::names() + ") VALUES (" + key(":") +
                                   Columns::list([](const auto& name) { return ":" + name; }) +
                                   ")" + conflict) {}

  /// Returns how many rows it added or changed.
  std::size_t operator()(const Record& record) {
    return std::apply(
        [&](const auto&... values) {
          if constexpr (is_keyed<Record>) {
            return statement_.change(row_key(record.*table<Record>.keyed_by).value, values...);
          } else {
            return statement_.change(values...);
          }
        },
        Columns::values(record));
  }

 private:
  static std::string key(const std::string& mark) {
    if constexpr (is_keyed<Record>) {
      return mark + std::string(table<Record>.key) + ", ";
    } else {
      return {};
    }
  }

  using Values = typename ListOf<In, typename Columns::Types>::type;
  using KeyedValues = typename JoinedIn<In<long long>, Values>::type;
  Statement<std::conditional_t<is_keyed<Record>, KeyedValues, Values>> statement_;
};

/// Inserts a record that does not exist yet, and returns the number of rows inserted.
template <class Record>
class InsertNew : public Insert<Record> {
 public:
  explicit InsertNew(Connection& connection)
      : Insert<Record>(connection, " ON CONFLICT DO NOTHING") {}
};

/// Inserts a record, or replaces the ordinary fields of the record with the same identity.
template <class Record>
class InsertOrUpdate : public Insert<Record> {
 public:
  explicit InsertOrUpdate(Connection& connection)
      : Insert<Record>(connection, " ON CONFLICT (" + primary_key<Record>() + ") DO UPDATE SET " +
                                       Row<Record, FieldsThatAre<records::Change::ordinary>>::list(
                                           [](const std::string& name) {
                                             return name + " = excluded." + name;
                                           })) {}
};

/// Replaces the ordinary fields of a record.
template <class Record, class... Parameters>
class UpdateRecord {
  using Columns = Row<Record, FieldsThatAre<records::Change::ordinary>>;

 public:
  /// The condition may name the columns that are replaced.
  UpdateRecord(Connection& connection, const std::string& condition)
      : statement_(connection,
                   "UPDATE " + table_name<Record>() + " SET " +
                       Columns::list([](const std::string& name) { return name + " = :" + name; }) +
                       " WHERE " + condition) {}

  bool operator()(const Record& record, const Parameters&... parameters) {
    return std::apply(
               [&](const auto&... values) {
                 return statement_.change(values..., column(parameters)...);
               },
               Columns::values(record)) > 0;
  }

 private:
  using Values = typename ListOf<In, typename Columns::Types>::type;
  Statement<typename JoinedIn<Values, InOf<Parameters...>>::type> statement_;
};

/// Reads records, or the fields that `Wanted` accepts; the other fields are taken from `known`.
template <class Record, class Wanted, class... Parameters>
class SelectFields {
 public:
  SelectFields(Connection& connection, const std::string& condition)
      : statement_(connection, select<Record, Wanted>() + " WHERE " + condition) {}

  std::optional<Record> one(const Record& known, const Parameters&... parameters) const {
    return statement_.one(Row<Record, Wanted>::reader(known), column(parameters)...);
  }
  std::vector<Record> all(const Record& known, const Parameters&... parameters) const {
    return statement_.all(Row<Record, Wanted>::reader(known), column(parameters)...);
  }
  bool any(const Parameters&... parameters) const { return statement_.any(column(parameters)...); }

 private:
  mutable Statement<InOf<Parameters...>, typename Row<Record, Wanted>::Columns> statement_;
};

template <class Record, class... Parameters>
class Select : private SelectFields<Record, AllFields, Parameters...> {
  using Fields = SelectFields<Record, AllFields, Parameters...>;

 public:
  using Fields::any;
  using Fields::Fields;

  std::optional<Record> one(const Parameters&... parameters) const {
    return Fields::one(Record{}, parameters...);
  }
  std::vector<Record> all(const Parameters&... parameters) const {
    return Fields::all(Record{}, parameters...);
  }
};

/// Pages of all records of a kind, in the order of its key.
template <class Record>
class TableScan {
  static constexpr auto members = records::description<Record>.key.members;

  template <class... Members>
  static InOf<Members..., std::size_t> parameters(const std::tuple<Members Record::*...>&);
  using Parameters = decltype(parameters(members));
  using Columns = Row<Record>;

 public:
  explicit TableScan(Connection& connection)
      : first_(connection, select<Record>() + end()),
        next_(connection,
              select<Record>() + " WHERE (" + key("") + ") > (" + key(":") + ")" + end()) {}

  std::vector<Record> page(const Page<Record>& page) const {
    if (!page.after) return first_.all(Columns::reader(), column(page.limit));
    return std::apply(
        [&](const auto&... parts) {
          return next_.all(Columns::reader(), column(parts)..., column(page.limit));
        },
        records::key_of(*page.after));
  }

 private:
  static std::string key(const std::string& mark) {
    std::string text;
    const auto add = [&](std::string_view field) {
      if (!text.empty()) text += ", ";
      text.append(mark).append(column_name(field));
    };
    std::apply([&](const auto... each) { (add(records::name_of(each)), ...); }, members);
    return text;
  }
  static std::string end() { return " ORDER BY " + key("") + " LIMIT :limit"; }

  mutable Statement<In<long long>, typename Columns::Columns> first_;
  mutable Statement<Parameters, typename Columns::Columns> next_;
};

}  // namespace gatehouse::sql

/// Lookups that skip records which are being erased.
///
/// A row is flagged when an erasure of its account is pending, which is rare; only then does the
/// lookup check whether that erasure covers the row. Frequent lookups thus pay for one descent in a
/// table that is small or empty.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "record_statements.hpp"
#include "records/erasures.hpp"

namespace gatehouse::sql {

/// The SQL expression for the flag of a row of the table (or its alias).
inline std::string flag_of(const std::string& table) {
  return "CAST(CASE WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.account_id = " + table +
         ".account_id) THEN 1 ELSE 0 END AS BIGINT)";
}

/// The condition that a row of the table, which has a scope, is not of a project being erased.
inline std::string outside_erased_projects(const std::string& table) {
  return "NOT EXISTS (SELECT 1 FROM erasures e WHERE e.account_id = " + table +
         ".account_id AND e.kind = 'project' AND e.scope = " + table + ".scope)";
}

/// The query that counts the rows of an account in a table of records with a scope, except those of
/// projects being erased. Such projects are few, so that their rows are counted apart and
/// subtracted.
inline std::string count_outside_erased_projects(const std::string& table) {
  return "SELECT (SELECT count(*) FROM " + table +
         " WHERE account_id = :account)"
         " - (SELECT count(*) FROM erasures e JOIN " +
         table +
         " t ON t.account_id = e.account_id AND t.scope = e.scope"
         " WHERE e.account_id = :account AND e.kind = 'project')";
}

template <class Columns>
struct FlaggedColumns;
template <class... Columns>
struct FlaggedColumns<Out<Columns...>> {
  using type = Out<long long, Columns...>;
};

/// Selects the flag and the record, or the fields of it that `Wanted` accepts.
template <class Record, class Wanted, class... Parameters>
class SelectFlaggedFields {
 public:
  using Flagged = std::pair<Record, bool>;

  SelectFlaggedFields(Connection& connection, const std::string& condition)
      : statement_(connection, "SELECT " + flag_of(table_name<Record>()) + ", " +
                                   Row<Record, Wanted>::names() + " FROM " + table_name<Record>() +
                                   " WHERE " + condition) {}

  std::optional<Flagged> one(const Record& known, const Parameters&... parameters) const {
    return statement_.one(reader(known), column(parameters)...);
  }
  std::vector<Flagged> all(const Record& known, const Parameters&... parameters) const {
    return statement_.all(reader(known), column(parameters)...);
  }

 private:
  static auto reader(const Record& known) {
    return [&known](long long flag, const auto&... values) {
      return Flagged(Row<Record, Wanted>::read(known, values...), flag != 0);
    };
  }

  mutable Statement<InOf<Parameters...>,
                    typename FlaggedColumns<typename Row<Record, Wanted>::Columns>::type>
      statement_;
};

template <class Record, class... Parameters>
class SelectFlagged : private SelectFlaggedFields<Record, AllFields, Parameters...> {
  using Fields = SelectFlaggedFields<Record, AllFields, Parameters...>;

 public:
  using Fields::Fields;
  using typename Fields::Flagged;

  std::optional<Flagged> one(const Parameters&... parameters) const {
    return Fields::one(Record{}, parameters...);
  }
};

/// As Select, but finds living records only.
template <class Record, class Wanted, class... Parameters>
class SelectLivingFields {
 public:
  SelectLivingFields(Connection& connection, const Erasures& erasures, const std::string& condition)
      : erasures_(erasures), flagged_(connection, condition) {}

  std::optional<Record> one(const Record& known, const Parameters&... parameters) const {
    auto found = flagged_.one(known, parameters...);
    if (!found || (found->second && erasures_.cover(found->first))) return std::nullopt;
    return std::move(found->first);
  }
  std::vector<Record> all(const Record& known, const Parameters&... parameters) const {
    std::vector<Record> living;
    for (auto& [record, is_flagged] : flagged_.all(known, parameters...)) {
      if (!is_flagged || !erasures_.cover(record)) living.push_back(std::move(record));
    }
    return living;
  }

 private:
  const Erasures& erasures_;
  SelectFlaggedFields<Record, Wanted, Parameters...> flagged_;
};

template <class Record, class... Parameters>
class SelectLiving : private SelectLivingFields<Record, AllFields, Parameters...> {
  using Fields = SelectLivingFields<Record, AllFields, Parameters...>;

 public:
  using Fields::Fields;

  std::optional<Record> one(const Parameters&... parameters) const {
    return Fields::one(Record{}, parameters...);
  }
};

}  // namespace gatehouse::sql

/// Lookups that do not find what is being erased.
///
/// A row is flagged when an erasure of its account is noted, which is rare; only then is it found
/// out whether that erasure takes the row along. So what is looked up all the time pays for one
/// descent in a table that is small or empty.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "records/erasures.hpp"

namespace gatehouse::sql {

/// The flag of a row of the table (or its alias): the first column of a flagged select.
inline std::string flag_of(const std::string& table) {
  return "CAST(CASE WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.account_id = " + table +
         ".account_id) THEN 1 ELSE 0 END AS BIGINT)";
}

/// `select` begins with SELECT and reads one table.
inline std::string flagged(const std::string& table, const std::string& select) {
  return "SELECT " + flag_of(table) + ", " + select.substr(std::string("SELECT ").size());
}

template <class Columns>
struct FlaggedColumns;
template <class... Columns>
struct FlaggedColumns<Out<Columns...>> {
  using type = Out<long long, Columns...>;
};
/// The columns of a flagged select.
template <class Columns>
using Flagged = typename FlaggedColumns<Columns>::type;

/// The record of the first row of a flagged select, unless it is dead. `map` makes records of the
/// columns after the flag.
template <class FlaggedStatement, class Map, class... Ins>
auto find_living(FlaggedStatement& statement, const Erasures& erasures, Map map, const Ins&... in) {
  auto found = statement.one(
      [&](long long flag, const auto&... columns) { return std::pair(map(columns...), flag != 0); },
      in...);
  using Record = decltype(found->first);
  if (!found || (found->second && erasures.cover(found->first))) return std::optional<Record>();
  return std::optional<Record>(std::move(found->first));
}

/// The records of a flagged select that are not dead.
template <class FlaggedStatement, class Map, class... Ins>
auto list_living(FlaggedStatement& statement, const Erasures& erasures, Map map, const Ins&... in) {
  bool is_flagged = false;
  auto records = statement.all(
      [&](long long flag, const auto&... columns) {
        is_flagged |= flag != 0;
        return map(columns...);
      },
      in...);
  if (is_flagged) {
    std::erase_if(records, [&](const auto& record) { return erasures.cover(record); });
  }
  return records;
}

}  // namespace gatehouse::sql

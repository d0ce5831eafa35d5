/// Tables of kinds of records.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace gatehouse::sql {

/// The primary key is the identity of the record.
struct Table {
  std::string_view name;
};

/// The primary key is a column of 64 bits, the row_key() of one member.
template <class Record, class Member>
struct KeyedTable {
  std::string_view name;
  std::string_view key;
  Member Record::*keyed_by;
};

/// The table of a kind. Each kind specialises it in records/.
template <class Record>
inline constexpr int table = 0;

/// Fields whose columns are named differently.
inline constexpr auto renamed_columns =
    std::to_array<std::pair<std::string_view, std::string_view>>({
        {"account", "account_id"},
        {"consumer", "consumer_id"},
        {"credential", "credential_id"},
        {"credentials", "credential_limit"},
        {"current", "current_digest"},
        {"group", "group_name"},
        {"items", "item_limit"},
        {"key", "entry_key"},
        {"mail", "mail_id"},
        {"origin", "origin_digest"},
        {"previous", "previous_digest"},
        {"project", "project_id"},
        {"projects", "project_limit"},
        {"registration", "registration_id"},
        {"secret", "secret_id"},
        {"service_account", "service_account_id"},
        {"user", "user_id"},
        {"users", "user_limit"},
    });

[[nodiscard]] constexpr std::string_view column_name(std::string_view field) {
  for (const auto& [name, column] : renamed_columns) {
    if (name == field) return column;
  }
  return field;
}

}  // namespace gatehouse::sql

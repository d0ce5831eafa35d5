/// Schema 11: what the clients of the account API that exist need.
///
/// Conventions are those of schema_001.hpp.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_011 = std::to_array<std::string_view>({
    // An entry of a former version counts as one event.
    "ALTER TABLE usage_entries ADD COLUMN times BIGINT NOT NULL DEFAULT 1",

});

}  // namespace gatehouse::sql

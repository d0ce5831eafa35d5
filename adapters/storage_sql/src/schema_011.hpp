/// Schema 11: what the clients of the account API that exist need.
///
/// Conventions are those of schema_001.hpp.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_011 = std::to_array<std::string_view>({
    // PLACEHOLDER, removed when the first statement is here.
    "SELECT 1",

});

}  // namespace gatehouse::sql

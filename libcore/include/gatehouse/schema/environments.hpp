/// Environments in the credential API (source: contract, section 7).
#pragma once

#include <array>
#include <string_view>

#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse::schema {

inline constexpr auto environment_types =
    std::to_array<std::string_view>({"PRODUCTION", "SANDBOX", "TEST"});

namespace fields {
inline constexpr std::array environment{
    told("name", "Name of the environment, unique in the account."),
    told_word("type", "PRODUCTION, SANDBOX or TEST.", environment_types),
    told("projects", "Names of its projects; empty: all of the account.", Type::list, "Web shop"),
    told("description", "Description.")};
}  // namespace fields

namespace resources {
inline constexpr Resource environment{"Environment", fields::environment};
}  // namespace resources
}  // namespace gatehouse::schema

/// Environments in the credential API (source: contract, section 7).
#pragma once

#include <array>

#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse::schema {
namespace fields {
inline constexpr std::array environment{
    told("name", "Name of the environment, unique in the account."),
    told("type", "PRODUCTION, SANDBOX or TEST."),
    told("projects", "Names of its projects; empty: all of the account.", Type::list),
    told("description", "Description.")};
}  // namespace fields

namespace resources {
inline constexpr Resource environment{"Environment", fields::environment};
}  // namespace resources
}  // namespace gatehouse::schema

/// The directory of the account API: its resources, and whether it answers.
#pragma once

#include <array>

#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse::schema {
namespace fields {
inline constexpr std::array resource_summary{
    told("name", "Name of the resource."), told("path", "Path, with parameters in braces."),
    told("details", "What it is for."),
    told("methods", "Its methods; OPTIONS describes it completely.", Type::list),
    told("type", "list or object.")};
}  // namespace fields

namespace resources {
inline constexpr Resource resource_summary{"ResourceSummary", fields::resource_summary};
}  // namespace resources
}  // namespace gatehouse::schema

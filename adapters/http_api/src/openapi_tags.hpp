/// The domains by which the OpenAPI document groups operations.
#pragma once

#include <boost/json/array.hpp>
#include <set>
#include <string_view>

namespace gatehouse::http::api {

/// Returns the name of the domain to which a path belongs.
[[nodiscard]] std::string_view tag_of(std::string_view path);

/// Describes the domains with these names, in the order of the documentation.
[[nodiscard]] boost::json::array describe_tags(const std::set<std::string_view>& names);

}  // namespace gatehouse::http::api

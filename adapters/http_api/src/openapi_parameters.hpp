/// The parameters of operations in the OpenAPI document.
#pragma once

#include <boost/json/array.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

/// Describes the values in braces of the row's path, the query and the header fields.
[[nodiscard]] boost::json::array describe_parameters(const ResourceRow& row,
                                                     const Operation& operation);

}  // namespace gatehouse::http::api

/// One operation in the OpenAPI document.
#pragma once

#include <boost/json/object.hpp>

#include "openapi_components.hpp"
#include "operation.hpp"

namespace gatehouse::http::api {

/// Describes an operation of the row, without links and examples of bodies.
[[nodiscard]] boost::json::object describe_operation(const ResourceRow& row,
                                                     const Operation& operation,
                                                     Components& components);

}  // namespace gatehouse::http::api

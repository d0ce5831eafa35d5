/// The responses of operations in the OpenAPI document.
#pragma once

#include <boost/json/object.hpp>

#include "openapi_components.hpp"
#include "operation.hpp"

namespace gatehouse::http::api {

/// Describes the success and the errors of an operation. Their schemas become components.
[[nodiscard]] boost::json::object describe_responses(const ResourceRow& row,
                                                     const Operation& operation,
                                                     Components& components);

}  // namespace gatehouse::http::api

/// Descriptions generated from the table: the response to OPTIONS, and the OpenAPI document.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>
#include <vector>

#include <gatehouse/http_api/api.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

/// Describes one resource as in section 1 of the contract: name, path, details, methods, type,
/// params, fields.
[[nodiscard]] boost::json::object describe(const ResourceRow& row);

/// Returns the OpenAPI 3.1 document of the given version of the program.
[[nodiscard]] boost::json::object describe_openapi(const std::vector<ResourceRow>& rows,
                                                   const std::vector<DescribedPath>& others,
                                                   std::string_view version);

}  // namespace gatehouse::http::api

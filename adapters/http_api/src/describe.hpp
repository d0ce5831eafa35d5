/// The table in words: what OPTIONS answers, and the OpenAPI document.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include <gatehouse/http_api/api.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

/// One resource, as the contract's section 1 says: name, path, details, methods, type, params,
/// fields.
[[nodiscard]] boost::json::object describe(const ResourceRow& row);

/// OpenAPI 3.1.
[[nodiscard]] boost::json::object describe_openapi(const std::vector<ResourceRow>& rows,
                                                   const std::vector<DescribedPath>& others);

}  // namespace gatehouse::http::api

/// Links of the OpenAPI document: from the operation that creates something to those on it.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "operation.hpp"

namespace gatehouse::http::api {

/// Returns the links of the operation's success; empty unless it creates what another row of the
/// table shows by its id, code or name.
[[nodiscard]] boost::json::object describe_links(const std::vector<ResourceRow>& rows,
                                                 const ResourceRow& row,
                                                 const Operation& operation);

}  // namespace gatehouse::http::api

/// The result of deploying a write of the credential API to environments (contract, section 7).
#pragma once

#include <boost/json/object.hpp>
#include <chrono>

namespace gatehouse::http::api {

/// The result for an account without environments: a success with empty lists. `took` is the time
/// in which the write was processed, after which it is in effect.
[[nodiscard]] boost::json::object deployment_result(std::chrono::milliseconds took);

/// Returns its OpenAPI schema.
[[nodiscard]] boost::json::object describe_deployment_result();

}  // namespace gatehouse::http::api

/// The gate in words, for OpenAPI.
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::http {

/// The path item of gate_path.
[[nodiscard]] boost::json::object describe_gate();
/// The schemas of verdicts in JSON, by name.
[[nodiscard]] boost::json::object describe_gate_schemas();

}  // namespace gatehouse::http

/// The gate in words, for OpenAPI.
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::http {

/// The path item of gate_path.
[[nodiscard]] boost::json::object describe_gate();

}  // namespace gatehouse::http

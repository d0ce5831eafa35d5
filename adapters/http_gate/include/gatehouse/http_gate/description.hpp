/// Descriptions of the decision endpoint, as parts of an OpenAPI 3.1 document.
#pragma once

#include <string>

namespace gatehouse::http::gate {

/// Returns the path item of path_template, as JSON.
[[nodiscard]] std::string describe_path();
/// Returns an object with the schemas that the path item references, as JSON.
[[nodiscard]] std::string describe_schemas();

}  // namespace gatehouse::http::gate

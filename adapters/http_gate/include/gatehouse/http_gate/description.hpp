/// The decisions in words, as parts of an OpenAPI 3.1 document.
#pragma once

#include <string>

namespace gatehouse::http::gate {

/// The path item of path_template, as JSON.
[[nodiscard]] std::string describe_path();
/// An object of the schemas that the path item names, as JSON.
[[nodiscard]] std::string describe_schemas();

}  // namespace gatehouse::http::gate

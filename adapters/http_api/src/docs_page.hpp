/// The page at /docs, rendered from the OpenAPI document.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace gatehouse::http::api {

/// Fills in the words in double braces of the HTML template: title, version, about, index,
/// operations and schemas.
[[nodiscard]] std::string render_docs(std::string_view page, const boost::json::object& document);

}  // namespace gatehouse::http::api

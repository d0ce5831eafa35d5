/// JSON objects to text.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace gatehouse::http {

/// With `indent` 0 on one line; otherwise each member on its own, `indent` spaces deeper per level.
[[nodiscard]] std::string write_json(const boost::json::object& object, int indent);

}  // namespace gatehouse::http

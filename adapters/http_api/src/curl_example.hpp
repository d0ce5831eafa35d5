/// Examples of requests in the page at /docs.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace gatehouse::http::api {

/// Returns the command line by which curl calls the operation of an OpenAPI document, with its
/// examples as values, for a POSIX shell.
[[nodiscard]] std::string curl_example(std::string_view method, std::string_view path,
                                       const boost::json::object& operation);

}  // namespace gatehouse::http::api

/// Examples in the OpenAPI document.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace gatehouse::http::api {

/// Returns a value that is valid for the schema, made of the examples of its parts. References lead
/// to `schemas`.
[[nodiscard]] boost::json::value example_of(const boost::json::object& schema,
                                            const boost::json::object& schemas);

/// Adds an example to each request body and response of the operation that has none.
void add_examples(boost::json::object& operation, const boost::json::object& schemas);

}  // namespace gatehouse::http::api

/// The schemas of the OpenAPI document, generated from the descriptions of fields.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/field.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

/// Describes one field, with an example.
[[nodiscard]] boost::json::object describe_schema(const schema::Field& field);

/// Describes an object with the fields of a command, or of a merge patch with them.
[[nodiscard]] boost::json::object describe_inputs(const std::vector<schema::Input>& inputs,
                                                  BodyType type);

/// Describes the readable fields of a resource.
[[nodiscard]] boost::json::object describe_resource(const schema::Resource& resource);

}  // namespace gatehouse::http::api

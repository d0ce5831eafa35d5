#include "openapi_examples.hpp"

#include <boost/json/array.hpp>
#include <cstdint>
#include <string_view>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// Returns the first item of the member, which is a list; null if the list is empty or missing.
const json::value* first_of(const json::object& schema, std::string_view member) {
  const json::value* list = schema.if_contains(member);
  return list == nullptr || list->as_array().empty() ? nullptr : &list->as_array().front();
}

std::string_view type_of_schema(const json::object& schema) {
  const json::value* type = schema.if_contains("type");
  if (type == nullptr) return "object";
  return type->is_array() ? type->get_array().front().as_string() : type->as_string();
}

json::value example_of_type(const json::object& schema, const json::object& schemas) {
  const std::string_view type = type_of_schema(schema);
  if (type == "null") return nullptr;
  if (type == "string") return "text";
  if (type == "boolean") return true;
  if (type == "integer") {
    const json::value* least = schema.if_contains("minimum");
    return least == nullptr ? json::value(1) : *least;
  }
  if (type == "array") return json::array{example_of(schema.at("items").as_object(), schemas)};
  json::object object;
  if (const json::value* properties = schema.if_contains("properties")) {
    for (const auto& [name, property] : properties->as_object()) {
      object[name] = example_of(property.as_object(), schemas);
    }
  }
  return object;
}

void add_example(json::object& holder, const json::object& schemas) {
  json::value* content = holder.if_contains("content");
  if (content == nullptr) return;
  for (auto& [type, media] : content->as_object()) {
    json::object& described = media.as_object();
    const json::value* schema = described.if_contains("schema");
    if (schema == nullptr || described.contains("example")) continue;
    described["example"] = example_of(schema->as_object(), schemas);
  }
}

}  // namespace

json::value example_of(const json::object& schema, const json::object& schemas) {
  if (const json::value* reference = schema.if_contains("$ref")) {
    const std::string_view path = reference->as_string();
    return example_of(schemas.at(path.substr(path.rfind('/') + 1)).as_object(), schemas);
  }
  if (const json::value* constant = schema.if_contains("const")) return *constant;
  for (const std::string_view member : {"examples", "enum"}) {
    if (const json::value* first = first_of(schema, member)) return *first;
  }
  return example_of_type(schema, schemas);
}

void add_examples(json::object& operation, const json::object& schemas) {
  if (json::value* body = operation.if_contains("requestBody")) {
    add_example(body->as_object(), schemas);
  }
  for (auto& [status, response] : operation.at("responses").as_object()) {
    add_example(response.as_object(), schemas);
  }
}

}  // namespace gatehouse::http::api

#include "openapi_schemas.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

json::array words_of(const schema::Field& field) {
  json::array words;
  for (const std::string_view word : field.words) words.emplace_back(word);
  return words;
}

void describe_format(const schema::Field& field, json::object& schema) {
  switch (field.format) {
    case schema::Format::email: schema["format"] = "email"; break;
    case schema::Format::secret:
      if (field.name == "password") schema["format"] = "password";
      break;
    case schema::Format::date_time: schema["format"] = "date-time"; break;
    case schema::Format::word: schema["enum"] = words_of(field); break;
    default: break;
  }
  const std::string_view pattern = schema::pattern(field.format);
  if (!pattern.empty()) schema["pattern"] = pattern;
}

/// Returns the type, or its union with null where the field allows null.
json::value type_of(const schema::Field& field, std::string_view type) {
  if (!field.allow_null) return json::value(type);
  return json::array{type, "null"};
}

json::object describe_text(const schema::Field& field) {
  json::object schema;
  // Bounds are omitted if the pattern implies them. An unset phone is empty.
  const bool bounded = field.format != schema::Format::phone && field.format != schema::Format::id;
  if (bounded && field.min_length > 0) schema["minLength"] = field.min_length;
  if (bounded && field.max_length != schema::unlimited) schema["maxLength"] = field.max_length;
  describe_format(field, schema);
  return schema;
}

json::object describe_string(const schema::Field& field) {
  json::object schema{{"type", type_of(field, "string")}};
  for (auto& [name, value] : describe_text(field)) schema[name] = std::move(value);
  // An enumeration excludes null unless it lists it, whatever the type allows.
  auto* const words = schema.if_contains("enum");
  if (words != nullptr && field.allow_null) words->as_array().emplace_back(nullptr);
  return schema;
}

json::object describe_list(const schema::Field& field) {
  const bool of_objects = field.format == schema::Format::object;
  json::object items{{"type", of_objects ? "object" : "string"}};
  for (auto& [name, value] : describe_text(field)) items[name] = std::move(value);
  json::object schema{{"type", type_of(field, "array")}, {"items", std::move(items)}};
  if (field.min_items > 0) schema["minItems"] = field.min_items;
  if (field.max_items > 0) schema["maxItems"] = field.max_items;
  return schema;
}

json::object describe_pairs(const schema::Field& field) {
  json::object names{{"minLength", 1},
                     {"maxLength", field.max_name_length},
                     {"pattern", schema::pattern(schema::Format::line)}};
  json::object schema{{"type", type_of(field, "object")},
                      {"propertyNames", std::move(names)},
                      {"maxProperties", field.max_items}};
  json::object value{{"type", "string"}};
  for (auto& [name, rule] : describe_text(field)) value[name] = std::move(rule);
  schema["additionalProperties"] = std::move(value);
  return schema;
}

json::object describe_integer(const schema::Field& field) {
  json::object schema{{"type", type_of(field, "integer")}, {"format", "int64"}};
  if (field.mode == schema::Mode::read_only) return schema;
  schema["minimum"] = field.min_value;
  schema["maximum"] = field.max_value;
  return schema;
}

json::object describe_counts(const schema::Field& field) {
  return {{"type", type_of(field, "object")},
          {"additionalProperties",
           {{"type", "integer"},
            {"format", "int64"},
            {"minimum", field.min_value},
            {"maximum", field.max_value}}},
          {"minProperties", field.min_items},
          {"maxProperties", field.max_items}};
}

/// Returns a text of the format that is valid for every field without an example of its own.
std::string_view text_of_format(const schema::Field& field) {
  switch (field.format) {
    case schema::Format::email: return "ada@example.com";
    case schema::Format::phone: return "05551234567";
    case schema::Format::id: return schema::example_id;
    case schema::Format::service_code: return "push";
    case schema::Format::secret: return "correct-horse-battery-staple";
    case schema::Format::username: return "catalogue-reader";
    case schema::Format::ip_range: return "192.0.2.0/24";
    case schema::Format::date_time: return "2026-11-24T08:30:00.000Z";
    case schema::Format::word: return field.words.front();
    case schema::Format::line:
    case schema::Format::text:
    case schema::Format::opaque:
    case schema::Format::object: break;
  }
  return "text";
}

std::int64_t example_number(const schema::Field& field) {
  std::int64_t number = std::clamp(std::int64_t{10}, field.min_value, field.max_value);
  const std::string_view text = field.example;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

json::value example_of_field(const schema::Field& field) {
  const std::string_view text = field.example.empty() ? text_of_format(field) : field.example;
  switch (field.type) {
    case schema::Type::string: return json::value(text);
    case schema::Type::integer: return json::value(example_number(field));
    case schema::Type::boolean: return json::value(true);
    case schema::Type::counts:
      return json::object{{field.example.empty() ? "name" : field.example, field.min_value}};
    case schema::Type::pairs: return json::object{{"name", text}};
    case schema::Type::list: break;
  }
  if (field.format == schema::Format::object) return json::array{json::object()};
  return json::array{text};
}

/// Describes a field of a merge patch, in which null empties or removes what may be empty.
json::object describe_patched(schema::Field field) {
  const bool has_pairs = field.type == schema::Type::pairs;
  field.allow_null = field.allow_null || has_pairs || schema::is_emptied_by_null(field);
  json::object schema = describe_schema(field);
  if (!has_pairs) return schema;
  // A patch may remove pairs while it adds others, so that only the result is limited.
  schema.erase("maxProperties");
  schema["additionalProperties"].as_object()["type"] = json::array{"string", "null"};
  return schema;
}

}  // namespace

json::object describe_schema(const schema::Field& field) {
  json::object schema;
  switch (field.type) {
    case schema::Type::string: schema = describe_string(field); break;
    case schema::Type::integer: schema = describe_integer(field); break;
    case schema::Type::boolean: schema["type"] = type_of(field, "boolean"); break;
    case schema::Type::list: schema = describe_list(field); break;
    case schema::Type::counts: schema = describe_counts(field); break;
    case schema::Type::pairs: schema = describe_pairs(field); break;
  }
  schema["description"] = field.details;
  schema["examples"] = json::array{example_of_field(field)};
  return schema;
}

json::object describe_inputs(const std::vector<schema::Input>& inputs, BodyType type) {
  json::object properties;
  json::array required;
  for (const schema::Input& input : inputs) {
    schema::Field field = *input.field;
    field.allow_null = input.allow_null;
    properties[field.name] =
        type == BodyType::merge_patch ? describe_patched(field) : describe_schema(field);
    if (input.required) required.emplace_back(input.field->name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::object describe_resource(const schema::Resource& resource) {
  json::object properties;
  json::array required;
  for (const schema::Field& field : resource.fields) {
    if (field.mode == schema::Mode::write_only) continue;
    properties[field.name] = describe_schema(field);
    if (!field.may_be_absent) required.emplace_back(field.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

}  // namespace gatehouse::http::api

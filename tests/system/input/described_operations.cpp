#include "described_operations.hpp"

#include <utility>

#include <boost/json/value.hpp>

#include "harness/api_client.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

std::string text_or(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? "" : std::string(value->as_string());
}

std::optional<std::size_t> size_of(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  return value->to_number<std::size_t>();
}

std::int64_t integer_or_zero(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? 0 : value->as_int64();
}

/// The only type of a field, or the one next to null.
std::string type_of(const json::object& schema) {
  const json::value& type = schema.at("type");
  return std::string((type.is_array() ? type.get_array().front() : type).as_string());
}

/// The type of an enumeration, which contains null if the field may be null.
std::vector<std::string> words_of(const json::object& schema) {
  std::vector<std::string> words;
  const auto* values = schema.if_contains("enum");
  if (values == nullptr) return words;
  for (const json::value& value : values->as_array()) {
    if (!value.is_null()) words.emplace_back(value.as_string());
  }
  return words;
}

DescribedField read_field(std::string name, const json::object& schema, bool required) {
  const std::string type = type_of(schema);
  const bool is_list = type == "array";
  const bool has_names = type == "object";
  // The description of the values: of the items, of the members, or of the field itself.
  const json::object& values = is_list     ? schema.at("items").as_object()
                               : has_names ? schema.at("additionalProperties").as_object()
                                           : schema;
  const bool is_pairs = has_names && type_of(values) != "integer";
  return {
      .name = std::move(name),
      .type = is_list             ? DescribedField::Type::list
              : type == "boolean" ? DescribedField::Type::boolean
              : type == "integer" ? DescribedField::Type::integer
              : is_pairs          ? DescribedField::Type::pairs
              : has_names         ? DescribedField::Type::counts
                                  : DescribedField::Type::string,
      .required = required,
      .nullable = schema.at("type").is_array(),
      .format = text_or(values, "format"),
      .pattern = text_or(values, "pattern"),
      .min_length = size_of(values, "minLength").value_or(0),
      .max_length = size_of(values, "maxLength"),
      .words = words_of(values),
      .min_items = size_of(schema, "minItems").value_or(0),
      .max_items = size_of(schema, has_names ? "maxProperties" : "maxItems").value_or(0),
      .max_name_length =
          is_pairs ? size_of(schema.at("propertyNames").as_object(), "maxLength").value_or(0) : 0,
      .min_value = integer_or_zero(values, "minimum"),
      .max_value = integer_or_zero(values, "maximum")};
}

void read_fields(DescribedOperation& operation, const json::object& schema) {
  std::set<std::string> required;
  if (const auto* list = schema.if_contains("required")) {
    for (const std::string& name : strings(*list)) required.insert(name);
  }
  for (const auto& [name, field] : schema.at("properties").as_object()) {
    operation.fields.push_back(
        read_field(name, field.as_object(), required.contains(std::string(name))));
  }
}

/// The schema itself, or the one to which it refers.
const json::object& resolved(const json::object& schema, const json::value& document) {
  const auto* reference = schema.if_contains("$ref");
  if (reference == nullptr) return schema;
  const std::string_view path = reference->as_string();
  const auto& schemas = document.at("components").at("schemas").as_object();
  return schemas.at(path.substr(path.rfind('/') + 1)).as_object();
}

DescribedOperation read_operation(std::string method, std::string path, const json::value& body,
                                  const json::value& document) {
  DescribedOperation operation{std::move(method), std::move(path), Shape::object, {}, {}};
  const auto& [type, content] = *body.at("content").as_object().begin();
  if (type == "application/x-www-form-urlencoded") operation.shape = Shape::form;
  const auto& schema = resolved(content.at("schema").as_object(), document);
  if (schema.at("type") != "array") {
    read_fields(operation, schema);
    return operation;
  }
  const auto& item = resolved(schema.at("items").as_object(), document);
  if (item.at("type") == "object") {
    operation.shape = Shape::objects;
    read_fields(operation, item);
  } else {
    operation.shape = Shape::texts;
    operation.fields.push_back(read_field("name", item, true));
  }
  return operation;
}

std::set<std::string> read_only_fields(const json::value& description) {
  std::set<std::string> fields;
  for (const auto& [name, field] : description.at("fields").as_object()) {
    if (field.at("read_only").as_bool()) fields.emplace(name);
  }
  return fields;
}

}  // namespace

std::set<std::string> DescribedOperation::required() const {
  std::set<std::string> names;
  for (const DescribedField& field : fields) {
    if (field.required) names.insert(field.name);
  }
  return names;
}

std::vector<DescribedOperation> described_operations(ApiClient& client) {
  std::vector<DescribedOperation> operations;
  const auto document = client.get("/openapi.json");
  for (const auto& [path, item] : document.body.at("paths").as_object()) {
    for (const auto& [method, name] :
         {std::pair{"post", "POST"}, {"put", "PUT"}, {"patch", "PATCH"}, {"delete", "DELETE"}}) {
      const auto* operation = item.as_object().if_contains(method);
      if (operation == nullptr || !operation->as_object().contains("requestBody")) continue;
      operations.push_back(read_operation(name, path, operation->at("requestBody"), document.body));
      operations.back().read_only = read_only_fields(client.options(target_of(path)).body);
    }
  }
  return operations;
}

}  // namespace gatehouse::testing

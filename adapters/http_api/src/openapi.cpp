#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <map>
#include <string>
#include <utility>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/http_api/api.hpp>
#include <gatehouse/schema/array_bodies.hpp>

#include "body_rules.hpp"
#include "deployment_result.hpp"
#include "describe.hpp"
#include "json_writer.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

constexpr std::string_view api_version = "1.0.0";

json::object reference(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

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

json::object describe_schema(const schema::Field& field) {
  json::object schema;
  switch (field.type) {
    case schema::Type::string: schema = describe_string(field); break;
    case schema::Type::integer: schema = describe_integer(field); break;
    case schema::Type::boolean: schema["type"] = "boolean"; break;
    case schema::Type::list: schema = describe_list(field); break;
    case schema::Type::counts: schema = describe_counts(field); break;
    case schema::Type::pairs: schema = describe_pairs(field); break;
  }
  schema["description"] = field.details;
  if (field.mode == schema::Mode::read_only) schema["readOnly"] = true;
  if (field.mode == schema::Mode::write_only) schema["writeOnly"] = true;
  return schema;
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

json::object describe_request_object(const Operation& operation) {
  json::object properties;
  json::array required;
  for (const schema::Input& input : operation.work.inputs) {
    schema::Field field = *input.field;
    field.allow_null = input.allow_null;
    properties[field.name] = operation.work.body == BodyType::merge_patch ? describe_patched(field)
                                                                          : describe_schema(field);
    if (input.required) required.emplace_back(input.field->name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::object describe_request(const Operation& operation) {
  switch (operation.work.form) {
    case BodyForm::objects:
      return {{"type", "array"},
              {"items", describe_request_object(operation)},
              {"maxItems", schema::max_items_of_body}};
    case BodyForm::texts:
      return {{"type", "array"},
              {"items", describe_schema(*operation.work.inputs.front().field)},
              {"maxItems", schema::max_items_of_body}};
    case BodyForm::object: break;
  }
  return describe_request_object(operation);
}

/// Describes the readable fields of a resource.
json::object describe_resource(const schema::Resource& resource) {
  json::object properties;
  for (const schema::Field& field : resource.fields) {
    if (field.mode != schema::Mode::write_only) properties[field.name] = describe_schema(field);
  }
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

json::object parameter_object(const Parameter& parameter) {
  json::object schema;
  switch (parameter.type) {
    case Parameter::Type::integer:
      schema = {{"type", "integer"}, {"minimum", parameter.min}, {"maximum", parameter.max}};
      if (parameter.has_default) schema["default"] = 0;
      break;
    case Parameter::Type::boolean: schema = {{"type", "boolean"}, {"default", false}}; break;
    case Parameter::Type::text: schema = {{"type", "string"}, {"minLength", 1}}; break;
  }
  if (!parameter.pattern.empty()) schema["pattern"] = parameter.pattern;
  return {{"name", parameter.name},
          {"in", "query"},
          {"required", false},
          {"description", parameter.details},
          {"schema", std::move(schema)}};
}

json::object describe_idempotency_key(const Operation& operation) {
  const bool is_required = operation.takes_idempotency_key;
  const bool is_metered = is_required || operation.may_take_idempotency_key;
  const std::string_view effect =
      is_metered ? "Requests repeated with the same key are counted once."
                 : "A request repeated with the same key within 24 hours gets the first answer.";
  return {{"name", IdempotencyKeys::key_name},
          {"in", "header"},
          {"required", is_required},
          {"description", effect},
          {"schema",
           {{"type", "string"},
            {"minLength", 1},
            {"maxLength", is_metered ? Usage::max_key : IdempotencyKeys::max_key}}}};
}

/// U+0000 is the only character that is not allowed in path values.
constexpr std::string_view not_nul = R"(^[^\u0000]*$)";

/// Describes the values in braces of a path template.
json::array path_parameters(std::string_view path) {
  json::array all;
  for (std::size_t open = path.find('{'); open != std::string_view::npos;
       open = path.find('{', open + 1)) {
    const std::string_view name = path.substr(open + 1, path.find('}', open) - open - 1);
    all.push_back({{"name", name},
                   {"in", "path"},
                   {"required", true},
                   {"schema", {{"type", "string"}, {"minLength", 1}, {"pattern", not_nul}}}});
  }
  return all;
}

const schema::Resource& shown_by(const Operation& operation, const ResourceRow& row) {
  return operation.shown() == nullptr ? *row.resource : *operation.shown();
}

json::object success_response(const ResourceRow& row, const Operation& operation) {
  json::object schema = row.format->describe_success(
      row, operation, reference("schemas", shown_by(operation, row).name));
  return {{"description", reason(operation.success)},
          {"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
}

/// Returns the name of the response with that status in a format.
std::string response_name(const ResponseFormat& format, unsigned status) {
  std::string number = std::to_string(status);
  if (&format == &account_format()) return number;
  return std::string(format.error_schema()) + number;
}

json::object error_response(const ResponseFormat& format, unsigned status) {
  return {{"description", reason(status)},
          {"content",
           {{"application/json", {{"schema", reference("schemas", format.error_schema())}}}}}};
}

json::array roles_with(Action action) {
  json::array roles;
  for (const Role role : {Role::root, Role::admin, Role::developer, Role::billing}) {
    const Reach far = reach(role, action);
    if (far == Reach::none) continue;
    std::string text(name(role));
    if (far == Reach::own && action != Action::use_own_session) text += " (own record)";
    if (far == Reach::granted) text += " (where granted)";
    roles.emplace_back(std::move(text));
  }
  return roles;
}

/// Describes the tokens that an operation takes, unless it takes those of users, which are the
/// document's default; for users, their roles.
void describe_access(const Access& access, json::object& description) {
  if (const auto* user = std::get_if<access::User>(&access)) {
    description["x-roles"] = roles_with(user->action);
    return;
  }
  json::array security;
  const auto* client = std::get_if<access::Client>(&access);
  if (client != nullptr ? client->takes_bearer : std::holds_alternative<access::Service>(access)) {
    security.push_back(json::object{{"service", json::array{}}});
  }
  if (!std::holds_alternative<access::Open>(access)) {
    security.push_back(json::object{{"service_client", json::array{}}});
  }
  // The form contains the credentials, or none are required.
  if (client != nullptr) security.push_back(json::object{});
  description["security"] = std::move(security);
}

json::object describe_operation(const ResourceRow& row, const Operation& operation) {
  json::object description{{"operationId", operation.name}, {"summary", operation.summary}};

  json::array parameters = path_parameters(row.path);
  for (const Parameter& parameter : operation.parameters) {
    parameters.push_back(parameter_object(parameter));
  }
  if (operation.takes_idempotency_key || operation.may_take_idempotency_key ||
      operation.runs_once_per_key()) {
    parameters.push_back(describe_idempotency_key(operation));
  }
  description["parameters"] = std::move(parameters);

  if (operation.work.body != BodyType::none) {
    const bool required = std::any_of(operation.work.inputs.begin(), operation.work.inputs.end(),
                                      [](const schema::Input& input) { return input.required; });
    json::object content;
    for (const std::string_view type : media_types_of(operation.work.body)) {
      content[type] = {{"schema", describe_request(operation)}};
    }
    description["requestBody"] = {{"required", required}, {"content", std::move(content)}};
  }

  json::object responses;
  responses[std::to_string(operation.success)] = success_response(row, operation);
  for (const unsigned status : row.format->refusals(row, operation)) {
    responses[std::to_string(status)] = reference("responses", response_name(*row.format, status));
  }
  description["responses"] = std::move(responses);

  describe_access(operation.access, description);
  return description;
}

json::object error_schema() {
  return {{"type", "object"},
          {"properties",
           {{"title", {{"type", "string"}}},
            {"description", {{"type", "string"}}},
            {"code", {{"type", "string"}, {"description", "For machines."}}},
            {"fields",
             {{"type", "object"},
              {"description", "Only where fields are at fault: each with the reason."},
              {"additionalProperties", {{"type", "string"}}}}}}},
          {"required", {"title", "description", "code"}}};
}

json::object meta_schema() {
  return {{"type", "object"},
          {"properties",
           {{"params",
             {{"type", "object"}, {"description", "The query parameters, defaults included."}}},
            {"next",
             {{"type", "string"},
              {"description", "In lists, while there is more: the `after` of the next page."}}}}},
          {"required", {"params"}}};
}

json::object oauth_error_schema() {
  return {{"type", "object"},
          {"properties",
           {{"error", {{"type", "string"}, {"description", "For machines."}}},
            {"error_description", {{"type", "string"}}}}},
          {"required", {"error", "error_description"}}};
}

json::object credential_error_schema() {
  json::object schema = oauth_error_schema();
  json::object& properties = schema["properties"].as_object();
  properties["status"] = json::object{{"const", "FAILURE"}};
  properties["resultMessage"] =
      json::object{{"type", "string"}, {"description", "As error_description."}};
  schema["required"] = json::array{"error", "error_description", "status", "resultMessage"};
  return schema;
}

}  // namespace

json::object describe_openapi(const std::vector<ResourceRow>& rows,
                              const std::vector<DescribedPath>& others) {
  json::object paths;
  json::object schemas;
  std::map<std::string, json::object> responses;
  for (const ResourceRow& row : rows) {
    json::object item{{"summary", row.name}, {"description", row.details}};
    for (const Operation& operation : row.operations) {
      item[to_lower(name(operation.method))] = describe_operation(row, operation);
      const schema::Resource& shown = shown_by(operation, row);
      if (!shown.fields.empty()) schemas[shown.name] = describe_resource(shown);
      for (const unsigned status : row.format->refusals(row, operation)) {
        responses.emplace(response_name(*row.format, status), error_response(*row.format, status));
      }
    }
    paths[row.path] = std::move(item);
  }
  schemas["Meta"] = meta_schema();
  schemas["Error"] = error_schema();
  schemas["CredentialApiError"] = credential_error_schema();
  schemas["OAuthError"] = oauth_error_schema();
  schemas["DeploymentResult"] = describe_deployment_result();
  for (const DescribedPath& other : others) {
    paths[other.path] = json::parse(other.item);
    json::object further = json::parse(other.schemas).as_object();
    for (auto& [name, schema] : further) schemas[name] = std::move(schema);
  }

  json::object token{{"type", "apiKey"},
                     {"in", "header"},
                     {"name", "Authorization"},
                     {"description", "The token alone, or after the word Token or Bearer."}};
  return {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Gatehouse"},
        {"summary", "Accounts of a platform, and who may enter"},
        {"version", api_version},
        {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
      {"security", {{{"token", json::array{}}}}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", std::move(schemas)},
        {"responses", json::object(responses.begin(), responses.end())},
        {"securitySchemes",
         {{"token", std::move(token)},
          {"gateway",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-Gatehouse-Gateway"},
            {"description", "The token of a gateway, made at /api/v1/gateways."}}},
          {"credential", {{"type", "http"}, {"scheme", "basic"}}},
          {"service",
           {{"type", "http"}, {"scheme", "bearer"}, {"description", "A project's service token."}}},
          {"service_client",
           {{"type", "http"},
            {"scheme", "basic"},
            {"description",
             "A project's id, and its service token as the password. At the token and revocation "
             "endpoints also the client id and the client secret of a service account."}}}}}}}};
}

std::string openapi_document(const std::vector<DescribedPath>& others) {
  return write_json(describe_openapi(all_resources(), others), 2);
}

}  // namespace gatehouse::http::api

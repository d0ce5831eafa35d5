#include "openapi_parameters.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// U+0000 is the only character that is not allowed in path values.
constexpr std::string_view not_nul = R"(^[^\u0000]*$)";

struct PathValue {
  std::string_view name;
  std::string_view details;
  std::string_view example;
};

constexpr auto described_path_values = std::to_array<PathValue>({
    {"projectName", "Name of the project; \"admin\" is the whole account.", "Web shop"},
    {"username", "User name of the credential.", "catalogue-reader"},
    {"name", "The name.", "catalogue"},
    {"service_catalog_code", "Code name of the service.", "push"},
    {"code", "Code name of the service.", "push"},
    {"token_id", "The token itself.",
     "5f2b8c1d9e3a4f607182930a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e"},
});

/// Returns "ID of the service account." for "service_account_id".
std::string details_of_id(std::string_view name) {
  std::string what(name.substr(0, name.rfind('_')));
  std::ranges::replace(what, '_', ' ');
  return "ID of the " + what + ".";
}

json::object describe_path_value(std::string_view name) {
  const auto* const known = std::ranges::find(described_path_values, name, &PathValue::name);
  const bool is_known = known != described_path_values.end();
  return {{"name", name},
          {"in", "path"},
          {"required", true},
          {"description", is_known ? std::string(known->details) : details_of_id(name)},
          {"schema", {{"type", "string"}, {"minLength", 1}, {"pattern", not_nul}}},
          {"example", is_known ? known->example : schema::example_id}};
}

json::object describe_query(const Parameter& parameter) {
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
  if (!parameter.format.empty()) schema["format"] = parameter.format;
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
            {"maxLength", is_metered ? Usage::max_key : IdempotencyKeys::max_key}}},
          {"example", "order-4711"}};
}

}  // namespace

json::array describe_parameters(const ResourceRow& row, const Operation& operation) {
  json::array all;
  const std::string_view path = row.path;
  for (std::size_t open = path.find('{'); open != std::string_view::npos;
       open = path.find('{', open + 1)) {
    all.push_back(describe_path_value(path.substr(open + 1, path.find('}', open) - open - 1)));
  }
  for (const Parameter& parameter : operation.parameters) {
    all.push_back(describe_query(parameter));
  }
  if (operation.takes_idempotency_key || operation.may_take_idempotency_key ||
      operation.runs_once_per_key()) {
    all.push_back(describe_idempotency_key(operation));
  }
  return all;
}

}  // namespace gatehouse::http::api

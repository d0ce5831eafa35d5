#include "describe.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <string>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

std::string_view type_name(Parameter::Type type) noexcept {
  switch (type) {
    case Parameter::Type::integer: return "integer";
    case Parameter::Type::boolean: return "bool";
    case Parameter::Type::text: return "string";
  }
  return "";
}

json::value default_of(const Parameter& parameter) {
  if (!parameter.has_default) return nullptr;
  if (parameter.type == Parameter::Type::boolean) return false;
  return 0;
}

json::object describe_parameter(const Parameter& parameter) {
  return {{"type", type_name(parameter.type)},
          {"label", nullptr},
          {"details", parameter.details},
          {"required", false},
          {"many", false},
          {"spec", nullptr},
          {"default", default_of(parameter)}};
}

json::object describe_field(const schema::Field& field) {
  return {{"type", schema::name(field.type)},
          {"label", nullptr},
          {"details", field.details},
          {"spec", nullptr},
          {"read_only", field.mode == schema::Mode::read_only},
          {"write_only", field.mode == schema::Mode::write_only},
          {"allow_null", field.allow_null}};
}

}  // namespace

json::object describe(const ResourceRow& row) {
  json::array methods;
  for (const std::string_view method : row.methods()) methods.emplace_back(method);
  json::object params;
  for (const Operation& operation : row.operations) {
    for (const Parameter& parameter : operation.parameters) {
      params[parameter.name] = describe_parameter(parameter);
    }
  }

  json::object fields;
  for (const schema::Field& field : row.resource->fields)
    fields[field.name] = describe_field(field);

  return {{"name", row.name},           {"path", row.path},
          {"details", row.details},     {"methods", std::move(methods)},
          {"type", row.kind_name()},    {"params", std::move(params)},
          {"fields", std::move(fields)}};
}

}  // namespace gatehouse::http::api

#include "openapi_links.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/base/ascii.hpp>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// Returns "registrationId" for "registration_id".
std::string camel_case(std::string_view name) {
  std::string text;
  bool begins_word = false;
  for (const char c : name) {
    if (c == '_') {
      begins_word = true;
      continue;
    }
    text += begins_word && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    begins_word = false;
  }
  return text;
}

/// Returns the name of the only value in braces by which the row's path continues `path`; empty if
/// it does not.
std::string_view last_value(const ResourceRow& row, std::string_view path) {
  path = without_closing_slash(path);
  std::string_view rest = without_closing_slash(row.path);
  if (!rest.starts_with(path)) return {};
  rest.remove_prefix(path.size());
  if (!rest.starts_with("/{") || rest.find('}') != rest.size() - 1) return {};
  return rest.substr(2, rest.size() - 3);
}

/// Returns the expression for the value with which the created thing is asked for; empty if neither
/// the response nor the request has it.
std::string expression_of(std::string_view value, const Operation& operation) {
  const std::string name = camel_case(value);
  const schema::Resource* shown = operation.shown();
  for (const std::string_view candidate :
       {std::string_view(name), std::string_view("id"), std::string_view("codeName")}) {
    const schema::Field* field = shown == nullptr ? nullptr : shown->find(candidate);
    if (field == nullptr || field->mode == schema::Mode::write_only) continue;
    return "$response.body#/content/" + std::string(candidate);
  }
  const auto& inputs = operation.work.inputs;
  const bool is_given = std::any_of(inputs.begin(), inputs.end(), [&](const schema::Input& input) {
    return input.field->name == name;
  });
  return is_given ? "$request.body#/" + name : std::string();
}

json::object describe_link(std::string_view path, std::string_view value,
                           const std::string& expression, const Operation& target) {
  json::object parameters;
  for (std::size_t open = path.find('{'); open != std::string_view::npos;
       open = path.find('{', open + 1)) {
    const std::string name(path.substr(open + 1, path.find('}', open) - open - 1));
    parameters[name] = "$request.path." + name;
  }
  parameters[value] = expression;
  return {{"operationId", target.name},
          {"description", target.summary},
          {"parameters", std::move(parameters)}};
}

}  // namespace

json::object describe_links(const std::vector<ResourceRow>& rows, const ResourceRow& row,
                            const Operation& operation) {
  json::object links;
  if (operation.method != Method::post) return links;
  for (const ResourceRow& other : rows) {
    const std::string_view value = last_value(other, row.path);
    if (value.empty()) continue;
    const std::string expression = expression_of(value, operation);
    if (expression.empty()) continue;
    for (const Operation& target : other.operations) {
      links[target.name] = describe_link(row.path, value, expression, target);
    }
  }
  return links;
}

}  // namespace gatehouse::http::api

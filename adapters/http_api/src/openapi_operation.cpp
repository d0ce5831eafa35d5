#include "openapi_operation.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "body_rules.hpp"
#include "openapi_parameters.hpp"
#include "openapi_responses.hpp"
#include "openapi_schemas.hpp"
#include "openapi_tags.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

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

std::string callers_of(const Access& access) {
  if (const auto* user = std::get_if<access::User>(&access)) {
    std::string roles;
    for (const json::value& role : roles_with(user->action)) {
      roles += roles.empty() ? "" : ", ";
      roles += role.as_string();
    }
    return "For users with a role of: " + roles + ".";
  }
  if (std::holds_alternative<access::Service>(access)) {
    return "For services of the project, with its service token.";
  }
  if (std::holds_alternative<access::Client>(access)) return "For OAuth 2.0 clients.";
  return "For anyone, without a token.";
}

/// Returns what the operation does, where it belongs and who may call it.
std::string details_of(const ResourceRow& row, const Operation& operation) {
  std::string details(operation.summary);
  details.append(".\n\n").append(row.details).append(" ").append(callers_of(operation.access));
  if (operation.read_part) {
    details +=
        "\n\nThe items come in the order of their creation unless stated otherwise. With `limit` "
        "or `after` they come in "
        "pages; without, all at once, up to 10,000.";
  }
  if (operation.takes_idempotency_key || operation.may_take_idempotency_key ||
      operation.runs_once_per_key()) {
    details += "\n\nA request may be repeated with the same `Idempotency-Key`.";
  }
  return details;
}

json::object describe_body(const Operation& operation, Components& components) {
  const Work& work = operation.work;
  switch (work.form) {
    case BodyForm::texts:
      return {{"type", "array"},
              {"items", describe_schema(*work.inputs.front().field)},
              {"maxItems", schema::max_items_of_body}};
    case BodyForm::object:
    case BodyForm::objects: break;
  }
  json::object object = components.schema(
      work.body_name.empty() ? capitalized(operation.name) + "Body" : std::string(work.body_name),
      capitalized(operation.name) + "Body", describe_inputs(work.inputs, work.body));
  if (work.form == BodyForm::object) return object;
  return {{"type", "array"}, {"items", std::move(object)}, {"maxItems", schema::max_items_of_body}};
}

json::object describe_request(const Operation& operation, Components& components) {
  const auto& inputs = operation.work.inputs;
  const bool required = std::any_of(inputs.begin(), inputs.end(),
                                    [](const schema::Input& input) { return input.required; });
  json::object content;
  for (const std::string_view type : media_types_of(operation.work.body)) {
    content[type] = {{"schema", describe_body(operation, components)}};
  }
  return {{"required", required}, {"content", std::move(content)}};
}

}  // namespace

json::object describe_operation(const ResourceRow& row, const Operation& operation,
                                Components& components) {
  json::object description{{"operationId", operation.name},
                           {"summary", operation.summary},
                           {"description", details_of(row, operation)},
                           {"tags", {tag_of(row.path)}},
                           {"parameters", describe_parameters(row, operation)}};
  if (operation.work.body != BodyType::none) {
    description["requestBody"] = describe_request(operation, components);
  }
  description["responses"] = describe_responses(row, operation, components);
  describe_access(operation.access, description);
  return description;
}

}  // namespace gatehouse::http::api

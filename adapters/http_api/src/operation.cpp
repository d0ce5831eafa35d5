#include "operation.hpp"

#include <algorithm>
#include <variant>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

/// Sets what applies to every operation at the path, whatever its row contains.
void complete(std::string_view path, Operation& operation) {
  if (const ReadPart& list = operation.read_part) {
    const auto filters = operation.parameters.begin();
    operation.parameters.insert(filters, {parameters::limit, list.after});
    for (const auto& filter : {list.exact, list.part}) {
      if (filter) operation.parameters.push_back(*filter);
    }
  }
  operation.parameters.insert(operation.parameters.begin(), parameters::indent);
  if (operation.body_limit == 0) operation.body_limit = default_body_limit;
  const auto* user = std::get_if<access::User>(&operation.access);
  const bool names_project = path.starts_with("/apiops/projects/{projectName}/");
  if (user != nullptr && user->action == Action::manage_api_security && names_project) {
    operation.permission = calling(&Services::credentials, &Credentials::may_manage);
  }
}

std::vector<ResourceRow> make_table() {
  std::vector<ResourceRow> table;
  std::size_t number = 0;
  for (auto* group : {session_resources,         password_reset_resources, account_resources,
                      registration_resources,    user_resources,           project_resources,
                      catalogue_resources,       attachment_resources,     consumer_resources,
                      consumer_token_resources,  member_resources,         gateway_resources,
                      service_account_resources, service_token_resources,  usage_resources,
                      service_event_resources,   limit_resources,          mail_ledger_resources,
                      managed_project_resources, environment_resources,    credential_resources,
                      grant_resources,           api_proxy_resources,      token_exchange_resources,
                      introspection_resources,   discovery_resources,      directory_resources}) {
    std::vector<ResourceRow> rows = group();
    std::move(rows.begin(), rows.end(), std::back_inserter(table));
  }
  for (ResourceRow& row : table) {
    if (row.format == nullptr) row.format = &account_format();
    for (Operation& operation : row.operations) {
      complete(row.path, operation);
      operation.number = number++;
    }
  }
  return table;
}

}  // namespace

std::string_view name(Method method) noexcept {
  switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::delete_: return "DELETE";
  }
  return "";
}

Error Call::no_such(bool is_service, const std::string& name) {
  return not_found(
      (is_service ? "There is no service with the code " : "There is nothing with the id ") + name +
      ".");
}

bool Operation::runs_once_per_key() const noexcept {
  return method == Method::post && keeps_answer && std::holds_alternative<access::User>(access);
}

const schema::Resource* Operation::shown() const noexcept {
  return read_part ? read_part.shown : work.shown;
}

std::string_view Operation::login_field() const noexcept {
  const auto* open = std::get_if<access::Open>(&access);
  return open == nullptr ? std::string_view() : open->login_field;
}

const Operation* ResourceRow::find(Method method) const noexcept {
  const auto found =
      std::find_if(operations.begin(), operations.end(),
                   [method](const Operation& operation) { return operation.method == method; });
  return found == operations.end() ? nullptr : &*found;
}

std::vector<std::string_view> ResourceRow::methods() const {
  std::vector<std::string_view> names;
  for (const Operation& operation : operations) names.push_back(api::name(operation.method));
  names.emplace_back("OPTIONS");
  return names;
}

std::string_view ResourceRow::kind_name() const noexcept {
  return kind == Kind::list ? "list" : "object";
}

std::string ResourceRow::allow() const {
  std::string allowed;
  for (const Operation& operation : operations) {
    allowed += api::name(operation.method);
    allowed += ", ";
    if (operation.method == Method::get && operation.has_head) allowed += "HEAD, ";
  }
  return allowed + "OPTIONS";
}

const std::vector<ResourceRow>& all_resources() {
  static const std::vector<ResourceRow> table = make_table();
  return table;
}

}  // namespace gatehouse::http::api

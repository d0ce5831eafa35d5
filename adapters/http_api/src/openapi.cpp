#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/http_api/api.hpp>

#include "body_rules.hpp"
#include "deployment_result.hpp"
#include "describe.hpp"
#include "json_writer.hpp"
#include "openapi_components.hpp"
#include "openapi_examples.hpp"
#include "openapi_links.hpp"
#include "openapi_operation.hpp"
#include "openapi_tags.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

constexpr std::string_view about =
    "Gatehouse keeps the accounts of a platform and decides who may enter.\n\n"
    "The account API answers `{\"meta\", \"content\"}`, the credential API `{\"status\", "
    "\"success\"}`, and the OAuth 2.0 endpoints as their RFCs say. Times are ISO 8601 in UTC, ids "
    "32 lower-case hex digits. Unknown members of bodies are ignored. A closing slash of a path "
    "is the same as none.";

json::object meta_schema() {
  return {{"type", "object"},
          {"properties",
           {{"params",
             {{"type", "object"}, {"description", "The query parameters, defaults included."}}},
            {"next",
             {{"type", "string"},
              {"description", "In lists, while there is more: the `after` of the next page."}}}}},
          {"required", {"params"}},
          {"examples", {{{"params", {{"indent", 0}}}}}}};
}

json::object scheme(std::string_view type, std::string_view description) {
  return {{"type", "http"}, {"scheme", type}, {"description", description}};
}

json::object security_schemes() {
  return {{"token",
           scheme("bearer", "The token of a user. It may also stand alone, or after `Token`.")},
          {"gateway",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-Gatehouse-Gateway"},
            {"description", "The token of a gateway, made at /api/v1/gateways."}}},
          {"credential", scheme("basic", "User name and password of a credential.")},
          {"service", scheme("bearer", "A project's service token.")},
          {"service_client",
           scheme("basic",
                  "A project's id, and its service token as the password. At the token and "
                  "revocation endpoints also the client id and the client secret of a service "
                  "account.")}};
}

json::object describe_info(std::string_view version) {
  return {{"title", "Gatehouse"},
          {"summary", "Accounts of a platform, and who may enter"},
          {"description", about},
          {"version", version},
          {"contact", {{"name", "The operator of this server"}}},
          {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}};
}

/// Describes the rows of the table.
json::object describe_rows(const std::vector<ResourceRow>& rows, Components& components) {
  json::object paths;
  for (const ResourceRow& row : rows) {
    json::object item{{"summary", row.name}, {"description", row.details}};
    for (const Operation& operation : row.operations) {
      json::object described = describe_operation(row, operation, components);
      json::object links = describe_links(rows, row, operation);
      if (!links.empty()) {
        json::value& success = described["responses"].at(std::to_string(operation.success));
        success.as_object()["links"] = std::move(links);
      }
      item[to_lower(name(operation.method))] = std::move(described);
    }
    paths[row.path] = std::move(item);
  }
  return paths;
}

void add_path(const DescribedPath& other, json::object& paths, Components& components) {
  json::value item = json::parse(other.item);
  for (auto& [name, part] : item.as_object()) {
    json::object* const operation = part.if_object();
    if (operation != nullptr) (*operation)["tags"] = json::array{tag_of(other.path)};
  }
  paths[other.path] = std::move(item);
  json::value further = json::parse(other.schemas);
  for (auto& [name, schema] : further.as_object()) components.schema(name, schema.as_object());
}

/// Adds examples of bodies, and returns the tags of all operations.
std::set<std::string_view> finish(json::object& paths, const json::object& schemas) {
  std::set<std::string_view> tags;
  for (auto& [path, item] : paths) {
    tags.insert(tag_of(path));
    for (auto& [name, part] : item.as_object()) {
      if (json::object* const operation = part.if_object()) add_examples(*operation, schemas);
    }
  }
  return tags;
}

}  // namespace

json::object describe_openapi(const std::vector<ResourceRow>& rows,
                              const std::vector<DescribedPath>& others, std::string_view version) {
  Components components;
  components.schema("Meta", meta_schema());
  components.schema("DeploymentResult", describe_deployment_result());
  json::object paths = describe_rows(rows, components);
  for (const DescribedPath& other : others) add_path(other, paths, components);
  json::array tags = describe_tags(finish(paths, components.schemas()));
  return {{"openapi", "3.1.0"},
          {"info", describe_info(version)},
          {"servers", {{{"url", "/"}, {"description", "This server"}}}},
          {"tags", std::move(tags)},
          {"security", {{{"token", json::array{}}}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", components.schemas()},
            {"responses", components.responses()},
            {"securitySchemes", security_schemes()}}}};
}

std::string openapi_document(const std::vector<DescribedPath>& others, std::string_view version) {
  return write_json(describe_openapi(all_resources(), others, version), 2);
}

}  // namespace gatehouse::http::api

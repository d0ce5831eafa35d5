#include <functional>
#include <string_view>
#include <vector>

#include <gatehouse/schema/directory.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

constexpr std::string_view account_api = "/api/v1";
constexpr std::string_view pong = "pong";

constexpr auto summary = schema::view<&schema::resources::resource_summary, ResourceRow>(
    schema::shown("name", &ResourceRow::name), schema::shown("path", &ResourceRow::path),
    schema::shown("details", &ResourceRow::details),
    schema::shown("methods", &ResourceRow::methods),
    schema::shown("type", &ResourceRow::kind_name));

Operation list_resources(std::string_view name) {
  const auto run = [](const Call& /*call*/) {
    std::vector<std::reference_wrapper<const ResourceRow>> rows;
    for (const ResourceRow& row : all_resources()) {
      if (row.path.starts_with(account_api)) rows.emplace_back(row);
    }
    return rows;
  };
  return {.method = Method::get,
          .name = name,
          .summary = "List the resources of the account API",
          .access = access::Open{},
          .work = without_body<summary>(run)};
}

Operation ping() {
  const auto run = [](const Call& /*call*/, const schema::Value&) -> Result<Content> {
    Content content{.json = {}};
    append_json_text(content.json, pong);
    return content;
  };
  return {.method = Method::get,
          .name = "ping",
          .summary = "Check that the API answers",
          .access = access::Open{},
          .work = {.run = run, .constant = pong}};
}

}  // namespace

std::vector<ResourceRow> directory_resources() {
  return {
      {.path = account_api,
       .name = "Resources",
       .details = "The resources of the account API.",
       .kind = Kind::list,
       .resource = &schema::resources::resource_summary,
       .operations = {list_resources("listResources")}},
      {.path = "/",
       .name = "Root",
       .details = "The resources of the account API, for clients that know the host alone.",
       .kind = Kind::list,
       .resource = &schema::resources::resource_summary,
       .operations = {list_resources("listResourcesAtRoot")}},
      {.path = "/api/v1/ping",
       .name = "Ping",
       .details = "Answers \"pong\". See /readyz for the state of the server.",
       .resource = &schema::resources::nothing,
       .operations = {ping()}},
  };
}

}  // namespace gatehouse::http::api

#include <gatehouse/schema/api_proxies.hpp>
#include <gatehouse/schema/api_proxy_groups.hpp>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

/// The member in which clients may wrap an array of names.
constexpr std::string_view proxy_list = "apiProxies";

Operation list_proxies() {
  return {.method = Method::get,
          .name = "listApiProxies",
          .summary = "List the project's API proxies; with \"admin\", all of the account",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .read_part = list_of<ApiProxyId, schema::views::api_proxy>(
              calling(&Services::api_proxies, &ApiProxies::list),
              [](const ApiProxyView& view) { return view.proxy.id; }),
          .count_items = calling(&Services::api_proxies, &ApiProxies::count)};
}

Operation register_proxy() {
  return {.method = Method::post,
          .name = "registerApiProxy",
          .summary = "Register an API proxy that the project protects",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = take<RegisterApiProxy>(calling(&Services::api_proxies, &ApiProxies::create))};
}

Operation delete_proxy() {
  return {.method = Method::delete_,
          .name = "deleteApiProxy",
          .summary = "Delete an API proxy, with the grants on it and its places in groups",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = without_body(calling(&Services::api_proxies, &ApiProxies::remove))};
}

Operation list_groups() {
  return {.method = Method::get,
          .name = "listApiProxyGroups",
          .summary = "List the project's API proxy groups; with \"admin\", all of the account",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .read_part = list_of<ApiProxyGroupId, schema::views::api_proxy_group>(
              calling(&Services::api_proxy_groups, &ApiProxyGroups::list),
              [](const ApiProxyGroupView& view) { return view.group.id; }),
          .count_items = calling(&Services::api_proxy_groups, &ApiProxyGroups::count)};
}

Operation create_group() {
  return {.method = Method::post,
          .name = "createApiProxyGroup",
          .summary = "Create an API proxy group",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = take<CreateApiProxyGroup>(
              calling(&Services::api_proxy_groups, &ApiProxyGroups::create))};
}

Operation delete_group() {
  return {.method = Method::delete_,
          .name = "deleteApiProxyGroup",
          .summary = "Delete an API proxy group, with the grants on it",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = without_body(calling(&Services::api_proxy_groups, &ApiProxyGroups::remove))};
}

Operation add_to_group() {
  return {.method = Method::put,
          .name = "addToApiProxyGroup",
          .summary = "Put API proxies into the group: all of them or none",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = take_texts<ApiProxyName>(
              proxy_list, calling(&Services::api_proxy_groups, &ApiProxyGroups::add_proxies))};
}

Operation remove_from_group() {
  return {.method = Method::delete_,
          .name = "removeFromApiProxyGroup",
          .summary = "Take API proxies out of the group: all of them or none",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = take_texts<ApiProxyName>(
              proxy_list, calling(&Services::api_proxy_groups, &ApiProxyGroups::remove_proxies))};
}

}  // namespace

std::vector<ResourceRow> api_proxy_resources() {
  return {
      {.path = "/apiops/projects/{projectName}/apiProxies/",
       .name = "API proxies",
       .details = "List and register the API proxies that the project protects.",
       .kind = Kind::list,
       .resource = &schema::resources::api_proxy,
       .operations = {list_proxies(), register_proxy()},
       .format = &credential_format()},
      {.path = "/apiops/projects/{projectName}/apiProxies/{name}/",
       .name = "API proxy",
       .details = "Delete an API proxy.",
       .resource = &schema::resources::nothing,
       .operations = {delete_proxy()},
       .format = &credential_format()},
      {.path = "/apiops/projects/{projectName}/apiProxyGroups/",
       .name = "API proxy groups",
       .details = "List and create groups of API proxies.",
       .kind = Kind::list,
       .resource = &schema::resources::api_proxy_group,
       .operations = {list_groups(), create_group()},
       .format = &credential_format()},
      {.path = "/apiops/projects/{projectName}/apiProxyGroups/{name}/",
       .name = "API proxy group",
       .details = "Delete a group of API proxies.",
       .resource = &schema::resources::nothing,
       .operations = {delete_group()},
       .format = &credential_format()},
      {.path = "/apiops/projects/{projectName}/apiProxyGroups/{name}/apiProxies/",
       .name = "API proxies of a group",
       .details = "Put API proxies into the group, by an array of their names, or take them out.",
       .kind = Kind::list,
       .resource = &schema::resources::nothing,
       .operations = {add_to_group(), remove_from_group()},
       .format = &credential_format()},
  };
}

}  // namespace gatehouse::http::api

#include "answer.hpp"
#include "resources.hpp"
#include "response_format.hpp"
#include "security_views.hpp"

namespace gatehouse::http::api {
namespace {

/// The member in which clients may wrap an array of names.
constexpr std::string_view proxy_list = "apiProxies";

Operation list_proxies() {
  return {.method = Method::get,
          .name = "listApiProxies",
          .summary = "List the project's API proxies; with \"admin\", all of the account",
          .action = Action::manage_api_security,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<ApiProxyId>(
              [](const Call& call, const ListRequest<ApiProxyId>& page) {
                return call.services.api_proxies.list(call.user(), call.path[0], page);
              },
              [](const ApiProxyView& proxy) { return view(proxy); },
              [](const ApiProxyView& view) { return view.proxy.id; })};
}

Operation register_proxy() {
  Operation operation{.method = Method::post,
                      .name = "registerApiProxy",
                      .summary = "Register an API proxy that the project protects",
                      .action = Action::manage_api_security,
                      .pool = Pool::storage,
                      .answers_content = false};
  take<RegisterApiProxy>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.api_proxies.create(call.user(), call.path[0], command));
  });
  return operation;
}

Operation delete_proxy() {
  return {
      .method = Method::delete_,
      .name = "deleteApiProxy",
      .summary = "Delete an API proxy, with the grants on it and its places in groups",
      .action = Action::manage_api_security,
      .pool = Pool::storage,
      .work = without_body([](const Call& call) {
        return answer(call.services.api_proxies.remove(call.user(), call.path[0], call.path[1]));
      }),
      .answers_content = false};
}

Operation list_groups() {
  return {.method = Method::get,
          .name = "listApiProxyGroups",
          .summary = "List the project's API proxy groups; with \"admin\", all of the account",
          .action = Action::manage_api_security,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<ApiProxyGroupId>(
              [](const Call& call, const ListRequest<ApiProxyGroupId>& page) {
                return call.services.api_proxy_groups.list(call.user(), call.path[0], page);
              },
              [](const ApiProxyGroupView& group) { return view(group); },
              [](const ApiProxyGroupView& view) { return view.group.id; })};
}

Operation create_group() {
  Operation operation{.method = Method::post,
                      .name = "createApiProxyGroup",
                      .summary = "Create an API proxy group",
                      .action = Action::manage_api_security,
                      .pool = Pool::storage,
                      .answers_content = false};
  take<CreateApiProxyGroup>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.api_proxy_groups.create(call.user(), call.path[0], command));
  });
  return operation;
}

Operation delete_group() {
  return {.method = Method::delete_,
          .name = "deleteApiProxyGroup",
          .summary = "Delete an API proxy group, with the grants on it",
          .action = Action::manage_api_security,
          .pool = Pool::storage,
          .work = without_body([](const Call& call) {
            return answer(
                call.services.api_proxy_groups.remove(call.user(), call.path[0], call.path[1]));
          }),
          .answers_content = false};
}

Operation add_to_group() {
  Operation operation{.method = Method::put,
                      .name = "addToApiProxyGroup",
                      .summary = "Put API proxies into the group: all of them or none",
                      .action = Action::manage_api_security,
                      .pool = Pool::storage,
                      .answers_content = false};
  take_texts<ApiProxyName>(operation, proxy_list, [](const Call& call, const auto& proxies) {
    return answer(call.services.api_proxy_groups.add_proxies(call.user(), call.path[0],
                                                             call.path[1], proxies));
  });
  return operation;
}

Operation remove_from_group() {
  Operation operation{.method = Method::delete_,
                      .name = "removeFromApiProxyGroup",
                      .summary = "Take API proxies out of the group: all of them or none",
                      .action = Action::manage_api_security,
                      .pool = Pool::storage,
                      .answers_content = false};
  take_texts<ApiProxyName>(operation, proxy_list, [](const Call& call, const auto& proxies) {
    return answer(call.services.api_proxy_groups.remove_proxies(call.user(), call.path[0],
                                                                call.path[1], proxies));
  });
  return operation;
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

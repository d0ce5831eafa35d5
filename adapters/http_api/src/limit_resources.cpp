#include "answer.hpp"
#include "resources.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

json::value or_null(const std::optional<std::int64_t>& limit) {
  return limit ? json::value(*limit) : json::value();
}

json::object view_all(const Limits& limits) {
  return {{"projectLimit", or_null(limits.projects)},
          {"userLimit", or_null(limits.users)},
          {"itemLimit", or_null(limits.items)},
          {"credentialLimit", or_null(limits.credentials)}};
}

json::object view_items(const Limits& limits) { return {{"itemLimit", or_null(limits.items)}}; }

json::object view_users(const Limits& limits) { return {{"userLimit", or_null(limits.users)}}; }

/// Calls `use(id or code…)` with the values of the path, in order.
template <class Use>
Result<Content> with_service(const Call& call, Use use) {
  const auto service = call.service_code(0);
  if (!service) return Unexpected(service.error());
  return use(*service);
}

template <class Use>
Result<Content> with_account(const Call& call, Use use) {
  const auto account = call.id<AccountId>(0);
  if (!account) return Unexpected(account.error());
  return use(*account);
}

template <class Use>
Result<Content> with_project(const Call& call, Use use) {
  return with_account(call, [&](AccountId account) -> Result<Content> {
    const auto project = call.id<ProjectId>(1);
    if (!project) return Unexpected(project.error());
    return use(account, *project);
  });
}

template <class Use>
Result<Content> with_attachment(const Call& call, Use use) {
  return with_project(call, [&](AccountId account, ProjectId project) -> Result<Content> {
    const auto service = call.service_code(2);
    if (!service) return Unexpected(service.error());
    return use(account, project, *service);
  });
}

Operation see(std::string_view name, std::string_view summary, Work work) {
  return {.method = Method::get,
          .name = name,
          .summary = summary,
          .action = Action::manage_limits,
          .pool = Pool::storage,
          .work = std::move(work)};
}

template <class Command, class Function>
Operation set(std::string_view name, std::string_view summary, Function function) {
  Operation operation{.method = Method::put,
                      .name = name,
                      .summary = summary,
                      .action = Action::manage_limits,
                      .pool = Pool::storage,
                      .success = 202};
  take<Command>(operation, function);
  return operation;
}

ResourceRow of_installation() {
  return {.path = "/api/v1/admin/limits/default",
          .name = "Default limits",
          .details =
              "What holds where nothing nearer is set. What is not set here, is what the "
              "installation was configured with.",
          .resource = &schema::resources::limits,
          .operations = {see("getDefaultLimits", "See the limits of the installation",
                             without_body([](const Call& call) {
                               return answer(call.services.limits.of_installation(call.user()),
                                             view_all);
                             })),
                         set<SetLimits>("setDefaultLimits", "Set the limits of the installation",
                                        [](const Call& call, const auto& command) {
                                          return answer(call.services.limits.set_of_installation(
                                                            call.user(), command),
                                                        view_all);
                                        })}};
}

ResourceRow of_service() {
  return {
      .path = "/api/v1/admin/limits/services/{service_catalog_code}",
      .name = "Service limits",
      .details = "The default of one service, in every account.",
      .resource = &schema::resources::limits_of_service,
      .operations = {
          see("getServiceLimits", "See the limits of a service", without_body([](const Call& call) {
                return with_service(call, [&](const ServiceCode& service) {
                  return answer(call.services.limits.of_service(call.user(), service), view_items);
                });
              })),
          set<SetItemLimit>("setServiceLimits", "Set the limits of a service",
                            [](const Call& call, const auto& command) {
                              return with_service(call, [&](const ServiceCode& service) {
                                return answer(call.services.limits.set_of_service(call.user(),
                                                                                  service, command),
                                              view_items);
                              });
                            })}};
}

ResourceRow of_account() {
  return {.path = "/api/v1/admin/limits/accounts/{account_id}",
          .name = "Account limits",
          .details = "What holds for everything of an account that has no limit of its own.",
          .resource = &schema::resources::limits,
          .operations = {see("getAccountLimits", "See the limits of an account",
                             without_body([](const Call& call) {
                               return with_account(call, [&](AccountId account) {
                                 return answer(
                                     call.services.limits.of_account(call.user(), account),
                                     view_all);
                               });
                             })),
                         set<SetLimits>("setAccountLimits", "Set the limits of an account",
                                        [](const Call& call, const auto& command) {
                                          return with_account(call, [&](AccountId account) {
                                            return answer(call.services.limits.set_of_account(
                                                              call.user(), account, command),
                                                          view_all);
                                          });
                                        })}};
}

ResourceRow of_project() {
  return {
      .path = "/api/v1/admin/limits/accounts/{account_id}/projects/{project_id}",
      .name = "Project limits",
      .details = "A project's own limit of consumers.",
      .resource = &schema::resources::limits_of_project,
      .operations = {
          see("getProjectLimits", "See the limits of a project", without_body([](const Call& call) {
                return with_project(call, [&](AccountId account, ProjectId project) {
                  return answer(call.services.limits.of_project(call.user(), account, project),
                                view_users);
                });
              })),
          set<SetUserLimit>("setProjectLimits", "Set the limits of a project",
                            [](const Call& call, const auto& command) {
                              return with_project(call, [&](AccountId account, ProjectId project) {
                                return answer(call.services.limits.set_of_project(
                                                  call.user(), account, project, command),
                                              view_users);
                              });
                            })}};
}

ResourceRow of_attachment() {
  return {
      .path =
          "/api/v1/admin/limits/accounts/{account_id}/projects/{project_id}/services/"
          "{service_catalog_code}",
      .name = "Attachment limits",
      .details = "The limit of items of a service in a project, whether or not it is attached now.",
      .resource = &schema::resources::limits_of_service,
      .operations = {
          see("getAttachmentLimits", "See the limits of a service in a project",
              without_body([](const Call& call) {
                return with_attachment(
                    call, [&](AccountId account, ProjectId project, const ServiceCode& service) {
                      return answer(call.services.limits.of_attachment(call.user(), account,
                                                                       project, service),
                                    view_items);
                    });
              })),
          set<SetItemLimit>("setAttachmentLimits", "Set the limits of a service in a project",
                            [](const Call& call, const auto& command) {
                              return with_attachment(call, [&](AccountId account, ProjectId project,
                                                               const ServiceCode& service) {
                                return answer(call.services.limits.set_of_attachment(
                                                  call.user(), account, project, service, command),
                                              view_items);
                              });
                            })}};
}

}  // namespace

std::vector<ResourceRow> limit_resources() {
  return {of_installation(), of_service(), of_account(), of_project(), of_attachment()};
}

}  // namespace gatehouse::http::api

#include <gatehouse/schema/limits.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

template <const auto& view, class Function>
Operation see(std::string_view name, std::string_view summary, Function function) {
  return {.method = Method::get,
          .name = name,
          .summary = summary,
          .access = access::User(Action::manage_limits),
          .pool = Pool::storage,
          .work = without_body<view>(calling(&Services::limits, function))};
}

template <class Command, const auto& view, class Function>
Operation set(std::string_view name, std::string_view summary, Function function) {
  return {.method = Method::put,
          .name = name,
          .summary = summary,
          .access = access::User(Action::manage_limits),
          .pool = Pool::storage,
          .success = 202,
          .work = take_update<Command, view>(calling(&Services::limits, function))};
}

/// The names and summaries of the operations of a resource.
struct LimitTexts {
  std::string_view see, see_summary, set, set_summary, patch, patch_summary;
};

template <class Command, const auto& view, class See, class Set>
std::vector<Operation> see_and_set(const LimitTexts& texts, See see_limits, Set set_limits) {
  const Operation put = set<Command, view>(texts.set, texts.set_summary, set_limits);
  return {see<view>(texts.see, texts.see_summary, see_limits), put,
          patch_of(put, texts.patch, texts.patch_summary)};
}

}  // namespace

std::vector<ResourceRow> limit_resources() {
  return {
      {.path = "/api/v1/admin/limits/default",
       .name = "Default limits",
       .details = "What holds where nothing nearer is set. What is not set here, is what the "
                  "installation was configured with.",
       .resource = &schema::resources::limits,
       .operations = see_and_set<SetLimits, schema::views::limits>(
           {"getDefaultLimits", "See the limits of the installation", "setDefaultLimits",
            "Set the limits of the installation", "patchDefaultLimits",
            "Change some of the limits of the installation"},
           &LimitSettings::of_installation, &LimitSettings::set_of_installation)},
      {.path = "/api/v1/admin/limits/services/{service_catalog_code}",
       .name = "Service limits",
       .details = "The default of one service, in every account.",
       .resource = &schema::resources::limits_of_service,
       .operations = see_and_set<SetItemLimit, schema::views::limits_of_service>(
           {"getServiceLimits", "See the limits of a service", "setServiceLimits",
            "Set the limits of a service", "patchServiceLimits", "Change the limits of a service"},
           &LimitSettings::of_service, &LimitSettings::set_of_service)},
      {.path = "/api/v1/admin/limits/accounts/{account_id}",
       .name = "Account limits",
       .details = "What holds for everything of an account that has no limit of its own.",
       .resource = &schema::resources::limits,
       .operations = see_and_set<SetLimits, schema::views::limits>(
           {"getAccountLimits", "See the limits of an account", "setAccountLimits",
            "Set the limits of an account", "patchAccountLimits",
            "Change some of the limits of an account"},
           &LimitSettings::of_account, &LimitSettings::set_of_account)},
      {.path = "/api/v1/admin/limits/accounts/{account_id}/projects/{project_id}",
       .name = "Project limits",
       .details = "A project's own limit of consumers.",
       .resource = &schema::resources::limits_of_project,
       .operations = see_and_set<SetUserLimit, schema::views::limits_of_project>(
           {"getProjectLimits", "See the limits of a project", "setProjectLimits",
            "Set the limits of a project", "patchProjectLimits", "Change the limits of a project"},
           &LimitSettings::of_project, &LimitSettings::set_of_project)},
      {.path = "/api/v1/admin/limits/accounts/{account_id}/projects/{project_id}/services/"
               "{service_catalog_code}",
       .name = "Attachment limits",
       .details =
           "The limit of items of a service in a project, whether or not it is attached now.",
       .resource = &schema::resources::limits_of_service,
       .operations = see_and_set<SetItemLimit, schema::views::limits_of_service>(
           {"getAttachmentLimits", "See the limits of a service in a project",
            "setAttachmentLimits", "Set the limits of a service in a project",
            "patchAttachmentLimits", "Change the limits of a service in a project"},
           &LimitSettings::of_attachment, &LimitSettings::set_of_attachment)},
  };
}

}  // namespace gatehouse::http::api

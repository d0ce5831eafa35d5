#include <gatehouse/services/projects/projects.hpp>

#include <optional>
#include <unordered_map>
#include <utility>

#include <gatehouse/base/text.hpp>
#include <gatehouse/records/projects.hpp>
#include <gatehouse/services/detail/search.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>
#include <gatehouse/services/projects/detail/project_names.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error name_taken() {
  return already_exists("The account has a project with that name already.",
                        {{"name", "is already used"}});
}

Error no_encryption_key() {
  return conflict(
      "Push keys cannot be stored, since this installation has no encryption key. Its operator can "
      "configure one (encryption-key-file).");
}

/// Returns the services of each project; the projects are a page of the account's projects.
std::unordered_map<ProjectId, std::vector<ServiceCode>> services_of(
    const Transaction& tx, AccountId account, const std::vector<Project>& projects) {
  std::unordered_map<ProjectId, std::vector<ServiceCode>> services;
  if (projects.empty()) return services;
  for (auto& [project, code] :
       tx.attachments().codes(account, projects.front().id, projects.back().id)) {
    services[project].push_back(std::move(code));
  }
  return services;
}

/// Finds the project by its exact name, or else by the composed form of the name.
std::optional<Project> find_named(const Transaction& tx, AccountId account, const std::string& name,
                                  const TextForms* forms) {
  auto project = tx.projects().find_by_name(account, name);
  if (project || forms == nullptr || is_ascii(name)) return project;
  return tx.projects().find_by_name(account, forms->compose(name));
}

Result<Done> not_reserved(const std::string& name) {
  if (name != name_of_everywhere) return Done{};
  return Unexpected(already_exists("The name \"admin\" is reserved.", {{"name", "is reserved"}}));
}

}  // namespace

Projects::Projects(Operations& operations, const ServicePorts& ports, const Settings& settings,
                   Erasures& erasures)
    : operations_(operations),
      ports_(ports),
      settings_(settings),
      vault_(ports.cipher),
      erasures_(erasures) {}

Result<Listing<ProjectView, ProjectId>> Projects::list(const UserContext& caller,
                                                       const ListRequest<ProjectId>& request) {
  using Answer = Result<Listing<ProjectView, ProjectId>>;
  const Search search(request.filter, ports_.text_forms);
  const auto id_of = [](const ProjectView& view) { return view.project.id; };
  const auto accept = [&](const ProjectView& view) {
    return search.finds({view.project.name, view.project.description});
  };
  return operations_.read(caller, Action::use_projects, [&](const Reading& reading) -> Answer {
    const Transaction& tx = reading.tx;
    const AccountId account = reading.account();
    if (request.filter.exact) {
      auto named = find_named(tx, account, *request.filter.exact, ports_.text_forms);
      std::optional<ProjectView> only;
      if (named) only = view(tx, *std::move(named));
      return list_one(settings_, request, only, id_of, accept);
    }
    const std::int64_t user_limit = EffectiveLimits(tx, account, settings_).users();
    return search_page(
        settings_, request,
        [&](const Page<ProjectId>& page) {
          std::vector<Project> projects = tx.projects().list(account, page);
          auto services = services_of(tx, account, projects);
          std::vector<ProjectView> views;
          for (Project& project : projects) {
            auto codes = std::move(services[project.id]);
            const std::int64_t limit = project.own_user_limit.value_or(user_limit);
            views.push_back({std::move(project), std::move(codes), limit});
          }
          return views;
        },
        id_of, accept);
  });
}

Result<ProjectView> Projects::create(const UserContext& caller,
                                     const Checked<DescribeProject>& command) {
  NewId<ProjectId> new_id(ports_);
  return operations_.change(
      caller, Action::use_projects, [&](Change& change) -> Result<ProjectView> {
        if (auto ok = not_reserved(command->name); !ok) return std::move(ok).failure();
        const AccountId account = change.account();
        const EffectiveLimits limits(change.tx, account, settings_);
        if (std::cmp_greater_equal(change.tx.projects().count(account), limits.projects())) {
          return Unexpected(limit_exceeded("The account may have no more projects."));
        }
        const auto id = new_id.at(change.now);
        const Project project{
            .id = id,
            .account = account,
            .name = command->name,
            .description = command->description,
            .own_user_limit = {},
            .user_used = 0,
            .created_at = change.now,
        };
        if (!change.tx.projects().insert(project)) return Unexpected(name_taken());
        change.created(Subject::project, id);
        return ProjectView{project, {}, limits.users()};
      });
}

Result<ProjectView> Projects::get(const UserContext& caller, ProjectId id) {
  return operations_.read(caller, Action::use_projects,
                          [&](const Reading& reading) -> Result<ProjectView> {
                            auto project = reading.tx.projects().find(reading.account(), id);
                            if (!project) return Unexpected(no_such_project());
                            return view(reading.tx, std::move(*project));
                          });
}

Result<ProjectView> Projects::update(const UserContext& caller, ProjectId id,
                                     const Checked<DescribeProject>& command) {
  return operations_.change(caller, Action::use_projects,
                            [&](Change& change) -> Result<ProjectView> {
                              if (auto ok = not_reserved(command->name); !ok)
                                return std::move(ok).failure();
                              auto project = change.tx.projects().find(change.account(), id);
                              if (!project) return Unexpected(no_such_project());
                              const Project before = *project;
                              schema::assign(*project, *command);
                              if (change.tx.projects().update(*project) == Update::taken) {
                                return Unexpected(name_taken());
                              }
                              change.updated(Subject::project, id, before, *project);
                              return view(change.tx, std::move(*project));
                            });
}

Result<Done> Projects::remove(const UserContext& caller, ProjectId id) {
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Done> {
    const AccountId account = change.account();
    if (!change.tx.projects().erase(account, id)) return Unexpected(no_such_project());
    change.tx.service_tokens().erase_of_project(account, id);
    erasures_.begin(change.tx, {.key = erasure_of::project(account, id)});
    change.removed(Subject::project, id);
    return Done{};
  });
}

Result<PushKeys> Projects::push_keys(const UserContext& caller, ProjectId id) {
  return operations_.read(
      caller, Action::use_projects, [&](const Reading& reading) -> Result<PushKeys> {
        const AccountId account = reading.account();
        if (!reading.tx.projects().find(account, id)) return Unexpected(no_such_project());
        return vault_.open({account, id, reading.tx.projects().push_keys(account, id)});
      });
}

Result<PushKeys> Projects::update_push_keys(const UserContext& caller, ProjectId id,
                                            const Checked<UpdatePushKeys>& command) {
  const auto update = [&](Change& change) -> Result<PushKeys> {
    ProjectRecords& projects = change.tx.projects();
    const AccountId account = change.account();
    SealedPushKeys kept = projects.push_keys(account, id);
    if (command->fcm_api_keys) kept.fcm_api_keys.reset();
    if (command->fcm_project_number) kept.fcm_project_number.reset();
    if (command->apns_cert) kept.apns_cert.reset();
    PushKeys keys = vault_.open({account, id, std::move(kept)});
    schema::assign(keys, *command);
    if (!vault_.can_seal() && keys != PushKeys{}) {
      const bool is_there = projects.find(account, id).has_value();
      return Unexpected(is_there ? no_encryption_key() : no_such_project());
    }
    if (!projects.set_push_keys(account, id, vault_.seal(keys, account, id))) {
      return Unexpected(no_such_project());
    }
    change.updated(Subject::push_keys, id);
    return keys;
  };
  return operations_.change(caller, Action::use_projects, update);
}

ProjectView Projects::view(const Transaction& tx, Project project) const {
  const std::int64_t limit = EffectiveLimits(tx, project.account, settings_).users(project);
  auto codes = tx.attachments().codes(project.account, project.id);
  return {std::move(project), std::move(codes), limit};
}

}  // namespace gatehouse

#include <gatehouse/services/projects.hpp>

#include <unordered_map>

#include <gatehouse/services/effective_limits.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/project_names.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error name_taken() {
  return already_exists("The account has a project with that name already.",
                        {{"name", "is already used"}});
}

Error no_encryption_key() {
  return conflict(
      "Push keys cannot be kept, since this installation has no encryption key. Its operator can "
      "give it one (encryption-key-file).");
}

/// The services of each of these, which are a page of the account's projects.
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

Result<Done> not_reserved(const std::string& name) {
  if (name != name_of_everywhere) return Done{};
  return Unexpected(already_exists("The name \"admin\" is reserved.", {{"name", "is reserved"}}));
}

}  // namespace

Projects::Projects(const Ports& ports, const Settings& settings, VerdictMemory& memory)
    : ports_(ports), settings_(settings), memory_(memory), vault_(ports.cipher) {}

Result<Listing<ProjectView, ProjectId>> Projects::list(const Principal& caller,
                                                       const ListRequest<ProjectId>& request) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());

  return ports_.storage.read([&](const Transaction& tx) {
    const std::int64_t user_limit = EffectiveLimits(tx, *account, settings_).users();
    return list_page(
        settings_, request,
        [&](const Page<ProjectId>& page) {
          std::vector<Project> projects = tx.projects().list(*account, page);
          auto services = services_of(tx, *account, projects);
          std::vector<ProjectView> views;
          for (Project& project : projects) {
            auto codes = std::move(services[project.id]);
            const std::int64_t limit = project.own_user_limit.value_or(user_limit);
            views.push_back({std::move(project), std::move(codes), limit});
          }
          return views;
        },
        [](const ProjectView& view) { return view.project.id; });
  });
}

Result<ProjectView> Projects::create(const Principal& caller, const DescribeProject& command) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();
  if (auto ok = not_reserved(command.name); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  const Project project{
      .id = make_id<ProjectId>(ports_.clock.in_order(now), ports_.entropy),
      .account = *account,
      .name = command.name,
      .description = command.description,
      .own_user_limit = {},
      .user_used = 0,
      .created_at = now,
  };
  return change_access(
      ports_.storage, memory_, *account, [&](Transaction& tx) -> Result<ProjectView> {
        if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
        const EffectiveLimits limits(tx, *account, settings_);
        if (static_cast<std::int64_t>(tx.projects().count(*account)) >= limits.projects()) {
          return Unexpected(limit_exceeded("The account may have no more projects."));
        }
        if (!tx.projects().insert(project)) return Unexpected(name_taken());
        return ProjectView{project, {}, limits.users()};
      });
}

Result<ProjectView> Projects::get(const Principal& caller, ProjectId id) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read([&](const Transaction& tx) -> Result<ProjectView> {
    auto project = tx.projects().find(*account, id);
    if (!project) return Unexpected(no_such_project());
    return view(tx, std::move(*project));
  });
}

Result<ProjectView> Projects::update(const Principal& caller, ProjectId id,
                                     const DescribeProject& command) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();
  if (auto ok = not_reserved(command.name); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  return change_access(ports_.storage, memory_, *account,
                       [&](Transaction& tx) -> Result<ProjectView> {
                         if (auto ok = still_signed_in(tx, caller, now); !ok)
                           return std::move(ok).failure();
                         auto project = tx.projects().find(*account, id);
                         if (!project) return Unexpected(no_such_project());
                         project->name = command.name;
                         project->description = command.description;
                         if (tx.projects().update(*project) == Update::taken)
                           return Unexpected(name_taken());
                         return view(tx, std::move(*project));
                       });
}

Result<PushKeys> Projects::push_keys(const Principal& caller, ProjectId id) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read([&](const Transaction& tx) -> Result<PushKeys> {
    if (!tx.projects().find(*account, id)) return Unexpected(no_such_project());
    return vault_.open(tx.projects().push_keys(*account, id), {*account, id});
  });
}

Result<PushKeys> Projects::update_push_keys(const Principal& caller, ProjectId id,
                                            const UpdatePushKeys& command) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<PushKeys> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    const PushKeysPlace place{*account, id};
    SealedPushKeys kept = tx.projects().push_keys(*account, id);
    if (command.fcm_api_keys) kept.fcm_api_keys.reset();
    if (command.fcm_project_number) kept.fcm_project_number.reset();
    if (command.apns_cert) kept.apns_cert.reset();
    PushKeys keys = vault_.open(kept, place);
    if (command.fcm_api_keys) keys.fcm_api_keys = *command.fcm_api_keys;
    if (command.fcm_project_number) keys.fcm_project_number = *command.fcm_project_number;
    if (command.apns_cert) keys.apns_cert = *command.apns_cert;
    if (!vault_.can_seal() && keys != PushKeys{}) {
      const bool is_there = tx.projects().find(*account, id).has_value();
      return Unexpected(is_there ? no_encryption_key() : no_such_project());
    }
    if (!tx.projects().set_push_keys(*account, id, vault_.seal(keys, place))) {
      return Unexpected(no_such_project());
    }
    return keys;
  });
}

ProjectView Projects::view(const Transaction& tx, Project project) const {
  const std::int64_t limit = EffectiveLimits(tx, project.account, settings_).users(project);
  auto codes = tx.attachments().codes(project.account, project.id);
  return {std::move(project), std::move(codes), limit};
}

}  // namespace gatehouse

#include <gatehouse/services/projects.hpp>

#include <unordered_map>

#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/project_names.hpp>

namespace gatehouse {
namespace {

Error no_such_project() { return not_found("The account has no project with that id."); }

Error name_taken() {
  return already_exists("The account has a project with that name already.",
                        {{"name", "is already used"}});
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
    std::unordered_map<ProjectId, std::vector<ServiceCode>> services;
    for (auto& [project, code] : tx.attachments().codes(*account)) {
      services[project].push_back(std::move(code));
    }
    return list_page(
        settings_, request,
        [&](const Page<ProjectId>& page) {
          std::vector<ProjectView> views;
          for (Project& project : tx.projects().list(*account, page)) {
            auto codes = std::move(services[project.id]);
            views.push_back({std::move(project), std::move(codes)});
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
      .id = make_id<ProjectId>(now, ports_.entropy),
      .account = *account,
      .name = command.name,
      .description = command.description,
      .user_limit = settings_.consumers_per_project,
      .user_used = 0,
      .created_at = now,
  };
  return change_access(
      ports_.storage, memory_, *account, [&](Transaction& tx) -> Result<ProjectView> {
        if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
        if (static_cast<std::int64_t>(tx.projects().count(*account)) >=
            settings_.projects_per_account) {
          return Unexpected(limit_exceeded("The account may have no more projects."));
        }
        if (!tx.projects().insert(project)) return Unexpected(name_taken());
        return ProjectView{project, {}};
      });
}

Result<ProjectView> Projects::get(const Principal& caller, ProjectId id) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read([&](const Transaction& tx) -> Result<ProjectView> {
    auto project = tx.projects().find(*account, id);
    if (!project) return Unexpected(no_such_project());
    return ProjectView{std::move(*project), tx.attachments().codes(*account, id)};
  });
}

Result<ProjectView> Projects::update(const Principal& caller, ProjectId id,
                                     const DescribeProject& command) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();
  if (auto ok = not_reserved(command.name); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  return change_access(
      ports_.storage, memory_, *account, [&](Transaction& tx) -> Result<ProjectView> {
        if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
        auto project = tx.projects().find(*account, id);
        if (!project) return Unexpected(no_such_project());
        project->name = command.name;
        project->description = command.description;
        if (tx.projects().update(*project) == Update::taken) return Unexpected(name_taken());
        return ProjectView{std::move(*project), tx.attachments().codes(*account, id)};
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
    if (!tx.projects().set_push_keys(*account, id, vault_.seal(keys, place))) {
      return Unexpected(no_such_project());
    }
    return keys;
  });
}

}  // namespace gatehouse

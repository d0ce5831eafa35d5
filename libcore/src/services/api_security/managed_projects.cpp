#include <gatehouse/services/api_security/managed_projects.hpp>

#include <utility>
#include <vector>

#include <gatehouse/services/projects/detail/project_names.hpp>

namespace gatehouse {
namespace {

/// Projects that are read at once where some of them may be left out.
constexpr std::size_t read_at_once = 500;

/// Calls `visit(project)` for the projects after `after` that the user may manage, in the order of
/// creation, until it returns false.
template <class Visit>
void visit_managed(const Reading& reading, const User& user, Page<ProjectId> page, Visit visit) {
  std::vector<Project> some;
  do {
    some = reading.tx.projects().list(reading.account(), page);
    for (Project& project : some) {
      page.after = project.id;
      const bool is_managed = may_manage(reading.tx, user, reading.account(), project.id);
      if (is_managed && !visit(project)) return;
    }
  } while (some.size() == page.limit && page.limit > 0);
}

}  // namespace

ManagedProjects::ManagedProjects(Operations& operations, const Settings& settings)
    : operations_(operations), settings_(settings) {}

Result<Listing<Project, ProjectId>> ManagedProjects::list(const UserContext& caller,
                                                          const ListRequest<ProjectId>& request) {
  using Answer = Result<Listing<Project, ProjectId>>;
  return operations_.read(
      caller, Action::manage_api_security, [&](const Reading& reading) -> Answer {
        return list_page(
            settings_, request,
            [&](const Page<ProjectId>& page) {
              std::vector<Project> managed;
              visit_managed(reading, caller.actor.user, page, [&](Project& project) {
                managed.push_back(std::move(project));
                return managed.size() < page.limit;
              });
              return managed;
            },
            [](const Project& project) { return project.id; });
      });
}

Result<std::size_t> ManagedProjects::count(const UserContext& caller) {
  return operations_.read(caller, Action::manage_api_security,
                          [&](const Reading& reading) -> Result<std::size_t> {
                            std::size_t count = 0;
                            const Page<ProjectId> all{.after = {}, .limit = read_at_once};
                            visit_managed(reading, caller.actor.user, all, [&](const Project&) {
                              ++count;
                              return true;
                            });
                            return count;
                          });
}

}  // namespace gatehouse

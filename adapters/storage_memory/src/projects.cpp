#include "projects.hpp"

#include <gatehouse/records/projects.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

bool Projects::insert(const Project& project) { return projects_.insert(project); }

std::optional<Project> Projects::find(AccountId account, ProjectId id) const {
  return copied(owned(account, id));
}

std::optional<Project> Projects::find_by_name(AccountId account, std::string_view name) const {
  return copied(projects_.view<ByName>().find(account, name));
}

std::vector<Project> Projects::list(AccountId account, const Page<ProjectId>& page) const {
  return projects_.view<ByPlace>().list(page, account);
}

std::size_t Projects::count(AccountId account) const {
  return projects_.view<PerAccount>().count(account);
}

Update Projects::update(const Project& project) {
  const Project* old = owned(project.account, project.id);
  if (old == nullptr) return Update::missing;
  return projects_.replace(*old, records::updated(*old, project)) ? Update::done : Update::taken;
}

bool Projects::set_user_limit(AccountId account, ProjectId id, std::optional<std::int64_t> limit) {
  const Project* project = owned(account, id);
  if (project == nullptr) return false;
  Project changed = *project;
  changed.own_user_limit = limit;
  return projects_.replace(*project, std::move(changed));
}

bool Projects::take_user(AccountId account, ProjectId id, std::int64_t limit) {
  const Project* project = owned(account, id);
  if (project == nullptr || project->user_used >= limit) return false;
  set_users(*project, project->user_used + 1);
  return true;
}

void Projects::give_back_user(AccountId account, ProjectId id) {
  const Project* project = owned(account, id);
  if (project == nullptr || project->user_used <= 0) return;
  set_users(*project, project->user_used - 1);
}

SealedPushKeys Projects::push_keys(AccountId account, ProjectId id) const {
  const ProjectPushKeys* set = push_keys_.find(id);
  return set != nullptr && set->account == account ? set->keys : SealedPushKeys{};
}

bool Projects::set_push_keys(AccountId account, ProjectId id, const SealedPushKeys& keys) {
  if (owned(account, id) == nullptr) return false;
  ProjectPushKeys changed{account, id, keys};
  const ProjectPushKeys* old = push_keys_.find(id);
  return old == nullptr ? push_keys_.insert(std::move(changed))
                        : push_keys_.replace(*old, std::move(changed));
}

std::size_t Projects::erase_all(AccountId account, std::size_t limit) {
  const std::size_t keys = push_keys_.erase(push_keys_.view<KeysByPlace>().range(account), limit);
  return keys + projects_.erase(projects_.view<ByPlace>().range(account), limit - keys);
}

const Project* Projects::owned(AccountId account, ProjectId id) const {
  const Project* project = projects_.find(id);
  return project != nullptr && project->account == account ? project : nullptr;
}

void Projects::set_users(const Project& project, std::int64_t used) {
  Project changed = project;
  changed.user_used = used;
  // This cannot fail: the keys do not change.
  static_cast<void>(projects_.replace(project, std::move(changed)));
}

}  // namespace gatehouse::memory

#pragma once

#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/ports/storage/project_records.hpp>
#include <gatehouse/ports/storage/scan.hpp>

#include "index.hpp"
#include "table.hpp"
#include "tally.hpp"

namespace gatehouse::memory {

inline auto project_id(const Project& project) noexcept { return std::tie(project.id); }
inline auto project_name(const Project& project) noexcept {
  return std::tie(project.account, project.name);
}
inline auto project_place(const Project& project) noexcept {
  return std::tie(project.account, project.id);
}
inline auto project_account(const Project& project) noexcept { return std::tie(project.account); }
inline auto push_keys_project(const ProjectPushKeys& keys) noexcept {
  return std::tie(keys.project);
}
inline auto push_keys_place(const ProjectPushKeys& keys) noexcept {
  return std::tie(keys.account, keys.project);
}

class Projects final : public ProjectRecords {
 public:
  explicit Projects(UndoLog& log) noexcept : projects_(log), push_keys_(log) {}

  bool insert(const Project& project) override;
  std::optional<Project> find(AccountId account, ProjectId id) const override;
  std::optional<Project> find_by_name(AccountId account, std::string_view name) const override;
  std::vector<Project> list(AccountId account, const Page<ProjectId>& page) const override;
  std::size_t count(AccountId account) const override;
  Update update(const Project& project) override;
  bool set_user_limit(AccountId account, ProjectId id, std::optional<std::int64_t> limit) override;
  bool take_user(AccountId account, ProjectId id, std::int64_t limit) override;
  void give_back_user(AccountId account, ProjectId id) override;
  SealedPushKeys push_keys(AccountId account, ProjectId id) const override;
  bool set_push_keys(AccountId account, ProjectId id, const SealedPushKeys& keys) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const Project* newest() const noexcept { return projects_.last(); }
  std::vector<Project> page(const Page<Project>& page) const { return projects_.page(page); }
  std::vector<ProjectPushKeys> page(const Page<ProjectPushKeys>& page) const {
    return push_keys_.view<KeysByPlace>().page(page);
  }

 private:
  using ByName = Index<Project, project_name>;
  using ByPlace = Index<Project, project_place>;
  using PerAccount = Tally<Project, project_account>;
  using KeysByPlace = Index<ProjectPushKeys, push_keys_place>;

  const Project* owned(AccountId account, ProjectId id) const;
  void set_users(const Project& project, std::int64_t used);

  Table<Project, project_id, ByName, ByPlace, PerAccount> projects_;
  /// Push keys are large, so they are stored apart from the records that every list copies.
  Table<ProjectPushKeys, push_keys_project, KeysByPlace> push_keys_;
};

}  // namespace gatehouse::memory

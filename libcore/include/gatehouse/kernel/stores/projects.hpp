/// Projects and their push keys on tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/project_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Project> {
  using Id = DescribedIndex<Project>;
  using Name = Index<&Project::account, &Project::name>;
  using Place = Index<&Project::account, &Project::id>;
  using InAccount = Counter<&Project::account>;
  using All = IndexList<Id, Name, Place, InAccount>;
};

/// Push keys are large, so they are stored apart from the projects, which every list copies.
template <>
struct Indexes<ProjectPushKeys> {
  using Place = DescribedIndex<ProjectPushKeys>;
  using All = IndexList<Place>;
};

template <class Engine>
class Projects : public Store<ProjectRecords> {
  using By = Indexes<Project>;
  using KeysBy = Indexes<ProjectPushKeys>;

 public:
  explicit Projects(Tables<Engine>& tables)
      : projects_(tables.template of<Project>()),
        push_keys_(tables.template of<ProjectPushKeys>()) {}

  bool insert(const Project& project) override { return projects_.insert(project); }
  std::optional<Project> find(AccountId account, ProjectId id) const override {
    return copied(owned(account, id));
  }
  std::optional<Project> find_by_name(AccountId account, std::string_view name) const override {
    return copied(projects_.find(By::Name{}, account, name));
  }
  std::vector<Project> list(AccountId account, const Page<ProjectId>& page) const override {
    return projects_.page(By::Place{}, page, account);
  }
  std::size_t count(AccountId account) const override {
    return projects_.count(By::InAccount{}, account);
  }
  Update update(const Project& project) override {
    return projects_.update(owned(project.account, project.id), project);
  }
  bool set_user_limit(AccountId account, ProjectId id, std::optional<std::int64_t> limit) override {
    return projects_.change(owned(account, id),
                            [&](Project& project) { project.own_user_limit = limit; });
  }
  bool take_user(AccountId account, ProjectId id, std::int64_t limit) override {
    const auto found = owned(account, id);
    return found && found->user_used < limit &&
           projects_.change(found, [](Project& project) { ++project.user_used; });
  }
  void give_back_user(AccountId account, ProjectId id) override {
    const auto found = owned(account, id);
    if (found && found->user_used > 0) {
      projects_.change(found, [](Project& project) { --project.user_used; });
    }
  }
  SealedPushKeys push_keys(AccountId account, ProjectId id) const override {
    const auto found = push_keys_.find(KeysBy::Place{}, account, id);
    return found ? found->keys : SealedPushKeys{};
  }
  bool set_push_keys(AccountId account, ProjectId id, const SealedPushKeys& keys) override {
    if (!owned(account, id)) return false;
    push_keys_.put(push_keys_.find(KeysBy::Place{}, account, id), {account, id, keys});
    return true;
  }
  bool erase(AccountId account, ProjectId id) override {
    push_keys_.erase_found(push_keys_.find(KeysBy::Place{}, account, id));
    return projects_.erase_found(owned(account, id));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t keys = push_keys_.erase(KeysBy::Place{}, within(account), limit);
    return keys + projects_.erase(By::Place{}, within(account), limit - keys);
  }

 private:
  auto owned(AccountId account, ProjectId id) const {
    return owned_by(account, projects_.find(By::Id{}, id));
  }

  Rows<Engine, Project>& projects_;
  Rows<Engine, ProjectPushKeys>& push_keys_;
};

}  // namespace gatehouse::kernel

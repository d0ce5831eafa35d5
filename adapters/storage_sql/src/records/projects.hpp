#pragma once

#include <gatehouse/ports/storage/project_records.hpp>
#include <gatehouse/records/projects.hpp>
#include <gatehouse/records/push_keys.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<Project>{"projects"};
template <>
inline constexpr Table table<ProjectPushKeys>{"project_push_keys"};

class Projects final : public ProjectRecords {
 public:
  explicit Projects(Connection& connection);

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
  bool erase(AccountId account, ProjectId id) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

 private:
  using PushKeyFields = FieldsThatAre<records::Change::ordinary>;

  InsertNew<Project> insert_;
  Select<Project, ProjectId, AccountId> find_;
  Select<Project, AccountId, std::string_view> find_by_name_;
  Select<Project, AccountId, std::optional<ProjectId>, std::size_t> list_;
  mutable Statement<InOf<AccountId>, Out<long long>> count_;
  UpdateRecord<Project, ProjectId, AccountId> update_;
  ChangeRows<std::optional<std::int64_t>, ProjectId, AccountId> set_user_limit_;
  ChangeRows<ProjectId, AccountId, std::int64_t> take_user_;
  ChangeRows<ProjectId, AccountId> give_back_user_;
  SelectFields<ProjectPushKeys, PushKeyFields, AccountId, ProjectId> push_keys_;
  ChangeRows<OptionalText, OptionalText, OptionalText, ProjectId, AccountId> set_push_keys_;
  ChangeRows<AccountId, ProjectId> erase_push_keys_;
  ChangeRows<ProjectId, AccountId> erase_;
  EraseAll<ProjectPushKeys> erase_all_push_keys_;
  EraseAll<Project> erase_all_;
};

}  // namespace gatehouse::sql

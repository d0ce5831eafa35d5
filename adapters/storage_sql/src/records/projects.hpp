#pragma once

#include <gatehouse/ports/storage/project_records.hpp>
#include <gatehouse/ports/storage/walk.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"

namespace gatehouse::sql {

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
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<Project> page(const Page<Project>& page) const;

  std::vector<ProjectPushKeys> page(const Page<ProjectPushKeys>& page) const;

 private:
  using Text = std::string;
  using OptionalText = std::optional<std::string>;
  using OptionalNumber = std::optional<long long>;
  using Columns = Out<Text, Text, Text, Text, OptionalNumber, long long, long long>;

  Statement<In<Text, Text, Text, Text, OptionalNumber, long long, long long>> insert_;
  mutable Statement<In<Text, Text>, Columns> find_;
  mutable Statement<In<Text, Text>, Columns> find_by_name_;
  mutable Statement<In<Text, Text, long long>, Columns> list_;
  mutable Statement<In<Text>, Out<long long>> count_;
  Statement<In<Text, Text, Text, Text>> update_;
  Statement<In<OptionalNumber, Text, Text>> set_user_limit_;
  Statement<In<Text, Text, long long>> take_user_;
  Statement<In<Text, Text>> give_back_user_;
  mutable Statement<In<Text, Text>, Out<OptionalText, OptionalText, OptionalText>> push_keys_;
  Statement<In<OptionalText, OptionalText, OptionalText, Text, Text>> set_push_keys_;
  ErasingStatement<Text> erase_all_push_keys_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<Text, long long>, Columns> page_;
  mutable Statement<In<Text, Text, long long>,
                    Out<Text, Text, OptionalText, OptionalText, OptionalText>>
      push_keys_page_;
};

}  // namespace gatehouse::sql

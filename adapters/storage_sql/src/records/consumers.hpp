#pragma once

#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/records/consumers.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<AttachedConsumer>{"project_consumers"};
template <>
inline constexpr Table table<Consumer>{"consumers"};

class Consumers final : public ConsumerRecords {
 public:
  explicit Consumers(Connection& connection);

  bool insert(const Consumer& consumer) override;
  std::optional<Consumer> find(AccountId account, ConsumerId id) const override;
  std::vector<Consumer> list(AccountId account, const Page<ConsumerId>& page) const override;
  bool erase(AccountId account, ConsumerId id) override;
  bool attach(AccountId account, ProjectId project, ConsumerId consumer) override;
  bool detach(AccountId account, ProjectId project, ConsumerId consumer) override;
  bool is_attached(AccountId account, ProjectId project, ConsumerId consumer) const override;
  std::vector<ConsumerId> attached(AccountId account, ProjectId project,
                                   const Page<ConsumerId>& page) const override;
  std::vector<ProjectId> projects_of(AccountId account, ConsumerId consumer,
                                     std::size_t limit) const override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override;

 private:
  InsertNew<Consumer> insert_;
  SelectFields<Consumer, FieldsBut<&Consumer::id, &Consumer::account>, ConsumerId, AccountId> find_;
  SelectFields<Consumer, FieldsBut<&Consumer::account>, AccountId, std::optional<ConsumerId>,
               std::size_t>
      list_;
  ChangeRows<ConsumerId, AccountId> erase_;
  InsertNew<AttachedConsumer> attach_;
  ChangeRows<AccountId, ProjectId, ConsumerId> detach_;
  mutable Statement<InOf<AccountId, ProjectId, ConsumerId>, Out<long long>> is_attached_;
  mutable Statement<InOf<AccountId, ProjectId, std::optional<ConsumerId>, std::size_t>, Out<Text>>
      attached_;
  mutable Statement<InOf<AccountId, ConsumerId, std::size_t>, Out<Text>> projects_of_;
  EraseOfProject<AttachedConsumer> erase_of_project_;
  EraseAll<AttachedConsumer> erase_all_attached_;
  EraseAll<Consumer> erase_all_;
};

}  // namespace gatehouse::sql

/// Consumers on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/consumer_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Consumer> {
  using Id = DescribedIndex<Consumer>;
  using Place = Index<&Consumer::account, &Consumer::id>;
  using All = IndexList<Id, Place>;
};

template <>
struct Indexes<AttachedConsumer> {
  using Place = DescribedIndex<AttachedConsumer>;
  using Holder =
      Index<&AttachedConsumer::account, &AttachedConsumer::consumer, &AttachedConsumer::project>;
  using All = IndexList<Place, Holder>;
};

template <class Engine>
class Consumers : public Store<ConsumerRecords> {
  using By = Indexes<Consumer>;
  using AttachedBy = Indexes<AttachedConsumer>;

 public:
  explicit Consumers(Tables<Engine>& tables)
      : consumers_(tables.template of<Consumer>()),
        attached_(tables.template of<AttachedConsumer>()) {}

  bool insert(const Consumer& consumer) override { return consumers_.insert(consumer); }
  std::optional<Consumer> find(AccountId account, ConsumerId id) const override {
    return copied(owned_by(account, consumers_.find(By::Id{}, id)));
  }
  std::vector<Consumer> list(AccountId account, const Page<ConsumerId>& page) const override {
    return consumers_.page(By::Place{}, page, account);
  }
  bool erase(AccountId account, ConsumerId id) override {
    return consumers_.erase_found(owned_by(account, consumers_.find(By::Id{}, id)));
  }
  bool attach(AccountId account, ProjectId project, ConsumerId consumer) override {
    return attached_.insert({account, project, consumer});
  }
  bool detach(AccountId account, ProjectId project, ConsumerId consumer) override {
    return attached_.erase_found(attached_.find(AttachedBy::Place{}, account, project, consumer));
  }
  bool is_attached(AccountId account, ProjectId project, ConsumerId consumer) const override {
    return bool(attached_.find(AttachedBy::Place{}, account, project, consumer));
  }
  std::vector<ConsumerId> attached(AccountId account, ProjectId project,
                                   const Page<ConsumerId>& page) const override {
    std::vector<ConsumerId> ids;
    for (const AttachedConsumer& each :
         attached_.page(AttachedBy::Place{}, page, account, project)) {
      ids.push_back(each.consumer);
    }
    return ids;
  }
  std::vector<ProjectId> projects_of(AccountId account, ConsumerId consumer,
                                     std::size_t limit) const override {
    std::vector<ProjectId> ids;
    for (const AttachedConsumer& each :
         attached_.list(AttachedBy::Holder{}, within(account, consumer), limit)) {
      ids.push_back(each.project);
    }
    return ids;
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t attached = attached_.erase(AttachedBy::Place{}, within(account), limit);
    return attached + consumers_.erase(By::Place{}, within(account), limit - attached);
  }
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return attached_.erase(AttachedBy::Place{}, within(account, project), limit);
  }

 private:
  Rows<Engine, Consumer>& consumers_;
  Rows<Engine, AttachedConsumer>& attached_;
};

}  // namespace gatehouse::kernel

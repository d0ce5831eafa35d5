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
  using All = IndexList<Place>;
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
  bool attach(AccountId account, ProjectId project, ConsumerId consumer) override {
    return attached_.insert({account, project, consumer});
  }
  bool detach(AccountId account, ProjectId project, ConsumerId consumer) override {
    return attached_.erase_found(attached_.find(AttachedBy::Place{}, account, project, consumer));
  }
  bool is_attached(AccountId account, ProjectId project, ConsumerId consumer) const override {
    return bool(attached_.find(AttachedBy::Place{}, account, project, consumer));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t attached = attached_.erase(AttachedBy::Place{}, within(account), limit);
    return attached + consumers_.erase(By::Place{}, within(account), limit - attached);
  }

 private:
  Rows<Engine, Consumer>& consumers_;
  Rows<Engine, AttachedConsumer>& attached_;
};

}  // namespace gatehouse::kernel

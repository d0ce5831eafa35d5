/// Consumers on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/consumer_records.hpp>

namespace gatehouse::kernel {

/// The external id; empty for a consumer without one.
[[nodiscard]] inline std::string_view external_id_of(const Consumer& consumer) noexcept {
  return consumer.external_id ? std::string_view(*consumer.external_id) : std::string_view();
}

/// What tells apart consumers without an external id.
[[nodiscard]] inline ConsumerId id_without_external(const Consumer& consumer) noexcept {
  return consumer.external_id ? ConsumerId() : consumer.id;
}

template <>
struct Indexes<Consumer> {
  using Id = DescribedIndex<Consumer>;
  using Place = Index<&Consumer::account, &Consumer::id>;
  using ExternalId = Index<&Consumer::account, &external_id_of, &id_without_external>;
  using All = IndexList<Id, Place, ExternalId>;
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
  std::optional<Consumer> find_by_external_id(AccountId account,
                                              std::string_view external_id) const override {
    if (external_id.empty()) return std::nullopt;
    return copied(consumers_.find(By::ExternalId{}, account, external_id));
  }
  Update update(const Consumer& consumer) override {
    return consumers_.update(owned_by(consumer.account, consumers_.find(By::Id{}, consumer.id)),
                             consumer);
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

#pragma once

#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/ports/storage/scan.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto consumer_id(const Consumer& consumer) noexcept { return std::tie(consumer.id); }
inline auto consumer_place(const Consumer& consumer) noexcept {
  return std::tie(consumer.account, consumer.id);
}
inline auto link_key(const AttachedConsumer& link) noexcept {
  return std::tie(link.account, link.project, link.consumer);
}

class Consumers final : public ConsumerRecords {
 public:
  explicit Consumers(UndoLog& log) noexcept : consumers_(log), links_(log) {}

  bool insert(const Consumer& consumer) override;
  std::optional<Consumer> find(AccountId account, ConsumerId id) const override;
  std::vector<Consumer> list(AccountId account, const Page<ConsumerId>& page) const override;
  bool attach(AccountId account, ProjectId project, ConsumerId consumer) override;
  bool detach(AccountId account, ProjectId project, ConsumerId consumer) override;
  bool is_attached(AccountId account, ProjectId project, ConsumerId consumer) const override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const Consumer* newest() const noexcept { return consumers_.last(); }
  std::vector<Consumer> page(const Page<Consumer>& page) const { return consumers_.page(page); }
  std::vector<AttachedConsumer> page(const Page<AttachedConsumer>& page) const {
    return links_.page(page);
  }

 private:
  using ByPlace = Index<Consumer, consumer_place>;
  using ByKey = Index<AttachedConsumer, link_key>;

  Table<Consumer, consumer_id, ByPlace> consumers_;
  Table<AttachedConsumer, link_key, ByKey> links_;
};

}  // namespace gatehouse::memory

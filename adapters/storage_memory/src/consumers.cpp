#include "consumers.hpp"

namespace gatehouse::memory {

bool Consumers::insert(const Consumer& consumer) { return consumers_.insert(consumer); }

std::optional<Consumer> Consumers::find(AccountId account, ConsumerId id) const {
  const Consumer* consumer = consumers_.find(id);
  if (consumer == nullptr || consumer->account != account) return std::nullopt;
  return *consumer;
}

std::vector<Consumer> Consumers::list(AccountId account, const Page<ConsumerId>& page) const {
  return consumers_.view<ByPlace>().list(page, account);
}

bool Consumers::attach(AccountId account, ProjectId project, ConsumerId consumer) {
  return links_.insert({account, project, consumer});
}

bool Consumers::detach(AccountId account, ProjectId project, ConsumerId consumer) {
  const AttachedConsumer* link = links_.find(account, project, consumer);
  if (link != nullptr) links_.erase(*link);
  return link != nullptr;
}

bool Consumers::is_attached(AccountId account, ProjectId project, ConsumerId consumer) const {
  return links_.find(account, project, consumer) != nullptr;
}

std::size_t Consumers::erase_all(AccountId account, std::size_t limit) {
  const std::size_t links = links_.erase(links_.view<ByKey>().range(account), limit);
  return links + consumers_.erase(consumers_.view<ByPlace>().range(account), limit - links);
}

}  // namespace gatehouse::memory

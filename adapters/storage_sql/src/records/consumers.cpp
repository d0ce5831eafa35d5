#include "consumers.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {

Consumers::Consumers(Connection& connection)
    : insert_(connection,
              "INSERT INTO consumers (id, account_id, created_at) VALUES"
              " (:id, :account, :created_at) ON CONFLICT DO NOTHING"),
      find_(connection,
            "SELECT created_at FROM consumers WHERE id = :id AND account_id = :account"),
      list_(connection,
            "SELECT id, created_at FROM consumers WHERE account_id = :account AND id > :after"
            " ORDER BY id LIMIT :limit"),
      attach_(connection,
              "INSERT INTO project_consumers (account_id, project_id, consumer_id) VALUES"
              " (:account, :project, :consumer) ON CONFLICT DO NOTHING"),
      detach_(connection,
              "DELETE FROM project_consumers WHERE account_id = :account"
              " AND project_id = :project AND consumer_id = :consumer"),
      is_attached_(connection,
                   "SELECT 1 FROM project_consumers WHERE account_id = :account"
                   " AND project_id = :project AND consumer_id = :consumer"),
      erase_all_attached_(connection, "project_consumers", "account_id, project_id, consumer_id",
                          "account_id = :account"),
      erase_all_(connection, "consumers", "id", "account_id = :account"),
      page_(connection,
            "SELECT id, account_id, created_at FROM consumers WHERE id > :after"
            " ORDER BY id LIMIT :limit"),
      attached_page_(
          connection,
          "SELECT account_id, project_id, consumer_id FROM project_consumers"
          " WHERE (account_id, project_id, consumer_id) > (:account, :project, :consumer)"
          " ORDER BY account_id, project_id, consumer_id LIMIT :limit") {}

bool Consumers::insert(const Consumer& consumer) {
  return insert_.change(column(consumer.id), column(consumer.account),
                        column(consumer.created_at)) > 0;
}

std::optional<Consumer> Consumers::find(AccountId account, ConsumerId id) const {
  return find_.one(
      [&](long long created_at) {
        return Consumer{.id = id, .account = account, .created_at = to_time(created_at)};
      },
      column(id), column(account));
}

std::vector<Consumer> Consumers::list(AccountId account, const Page<ConsumerId>& page) const {
  return list_.all(
      [&](const std::string& id, long long created_at) {
        return Consumer{
            .id = to_id<ConsumerId>(id), .account = account, .created_at = to_time(created_at)};
      },
      column(account), column(page.after), column(page.limit));
}

bool Consumers::attach(AccountId account, ProjectId project, ConsumerId consumer) {
  return attach_.change(column(account), column(project), column(consumer)) > 0;
}

bool Consumers::detach(AccountId account, ProjectId project, ConsumerId consumer) {
  return detach_.change(column(account), column(project), column(consumer)) > 0;
}

bool Consumers::is_attached(AccountId account, ProjectId project, ConsumerId consumer) const {
  return is_attached_.any(column(account), column(project), column(consumer));
}

std::size_t Consumers::erase_all(AccountId account, std::size_t limit) {
  const std::size_t attached = erase_all_attached_.erase(limit, column(account));
  return attached + erase_all_.erase(limit - attached, column(account));
}

std::vector<Consumer> Consumers::page(const Page<Consumer>& page) const {
  return page_.all(
      [](const Text& id, const Text& account, long long created_at) {
        return Consumer{.id = to_id<ConsumerId>(id),
                        .account = to_id<AccountId>(account),
                        .created_at = to_time(created_at)};
      },
      page.after ? column(page.after->id) : Text(), column(page.limit));
}

std::vector<AttachedConsumer> Consumers::page(const Page<AttachedConsumer>& page) const {
  const auto& after = page.after;
  return attached_page_.all(
      [](const Text& account, const Text& project, const Text& consumer) {
        return AttachedConsumer{.account = to_id<AccountId>(account),
                                .project = to_id<ProjectId>(project),
                                .consumer = to_id<ConsumerId>(consumer)};
      },
      after ? column(after->account) : Text(), after ? column(after->project) : Text(),
      after ? column(after->consumer) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql

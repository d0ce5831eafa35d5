#include "consumer_tokens.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {

ConsumerTokens::ConsumerTokens(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO consumer_tokens (token_key, digest, account_id, project_id, service,"
              " consumer_id, created_at, expires_at) VALUES (:token_key, :digest, :account,"
              " :project, :service, :consumer, :created_at, :expires_at)"),
      find_(connection,
            flagged("consumer_tokens",
                    "SELECT account_id, project_id, service, consumer_id, created_at, expires_at"
                    " FROM consumer_tokens WHERE token_key = :token_key AND digest = :digest")),
      erase_(connection,
             "DELETE FROM consumer_tokens WHERE token_key = :token_key AND digest = :digest"
             " AND account_id = :account AND project_id = :project AND service = :service"),
      attached_(connection, "consumer_tokens", "token_key"),
      tokens_(connection, "consumer_tokens"),
      page_(
          connection,
          std::string(
              "SELECT digest, account_id, project_id, service, consumer_id, created_at, expires_at"
              " FROM consumer_tokens") +
              ExpiringTokens::page_of_all) {}

void ConsumerTokens::insert(const ConsumerToken& token) {
  insert_.change(row_key(token.digest.bytes), column(token.digest), column(token.account),
                 column(token.project), token.service.text(), column(token.consumer),
                 column(token.created_at), column(token.expires_at));
}

std::optional<ConsumerToken> ConsumerTokens::find(const TokenDigest& digest) const {
  return find_living(
      find_, erasures_,
      [&](const std::string& account, const std::string& project, const std::string& service,
          const std::string& consumer, long long created_at, long long expires_at) {
        return ConsumerToken{.digest = digest,
                             .account = to_id<AccountId>(account),
                             .project = to_id<ProjectId>(project),
                             .service = to_service_code(service),
                             .consumer = to_id<ConsumerId>(consumer),
                             .created_at = to_time(created_at),
                             .expires_at = to_time(expires_at)};
      },
      row_key(digest.bytes), column(digest));
}

bool ConsumerTokens::erase(AccountId account, ProjectId project, const ServiceCode& service,
                           const TokenDigest& digest) {
  return erase_.change(row_key(digest.bytes), column(digest), column(account), column(project),
                       service.text()) > 0;
}

std::size_t ConsumerTokens::erase_of_service(AccountId account, ProjectId project,
                                             const ServiceCode& service, std::size_t limit) {
  return attached_.erase_of_service(account, project, service, limit);
}

std::size_t ConsumerTokens::erase_of_consumer(AccountId account, ProjectId project,
                                              ConsumerId consumer, std::size_t limit) {
  return attached_.erase_of_consumer(account, project, consumer, limit);
}

std::size_t ConsumerTokens::erase_all(AccountId account, std::size_t limit) {
  return tokens_.erase_all(account, limit);
}

std::size_t ConsumerTokens::erase_expired(Timestamp now, std::size_t limit) {
  return tokens_.erase_expired(now, limit);
}

std::vector<ConsumerToken> ConsumerTokens::page(const Page<ConsumerToken>& page) const {
  const auto [time, last] = ExpiringTokens::before(page);
  return page_.all(
      [](const Text& digest, const Text& account, const Text& project, const Text& service,
         const Text& consumer, long long created_at, long long expires_at) {
        return ConsumerToken{.digest = to_digest(digest),
                             .account = to_id<AccountId>(account),
                             .project = to_id<ProjectId>(project),
                             .service = to_service_code(service),
                             .consumer = to_id<ConsumerId>(consumer),
                             .created_at = to_time(created_at),
                             .expires_at = to_time(expires_at)};
      },
      time, last, column(page.limit));
}

}  // namespace gatehouse::sql

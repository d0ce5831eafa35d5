#include "consumer_tokens.hpp"

namespace gatehouse::sql {

ConsumerTokens::ConsumerTokens(Connection& connection, const Erasures& erasures)
    : OfProjects(connection),
      insert_(connection),
      find_(connection, erasures, "token_key = :token_key AND digest = :digest"),
      erase_(connection,
             "DELETE FROM consumer_tokens WHERE token_key = :token_key AND digest = :digest"
             " AND account_id = :account AND project_id = :project AND service = :service"),
      attached_(connection),
      erase_expired_(connection) {}

void ConsumerTokens::insert(const ConsumerToken& token) { insert_(token); }

std::optional<ConsumerToken> ConsumerTokens::find(const TokenDigest& digest) const {
  ConsumerToken known{};
  known.digest = digest;
  return find_.one(known, row_key(digest), digest);
}

bool ConsumerTokens::erase(AccountId account, ProjectId project, const ServiceCode& service,
                           const TokenDigest& digest) {
  return erase_(row_key(digest), digest, account, project, service) > 0;
}

std::size_t ConsumerTokens::erase_of_service(AccountId account, ProjectId project,
                                             const ServiceCode& service, std::size_t limit) {
  return attached_.erase_of_service(account, project, service, limit);
}

std::size_t ConsumerTokens::erase_of_consumer(AccountId account, ProjectId project,
                                              ConsumerId consumer, std::size_t limit) {
  return attached_.erase_of_consumer(account, project, consumer, limit);
}

std::size_t ConsumerTokens::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql

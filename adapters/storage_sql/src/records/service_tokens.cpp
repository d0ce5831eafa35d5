#include "service_tokens.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* by_digest =
    "token_key = :token_key AND digest = :digest AND account_id = :account";

}  // namespace

ServiceTokens::ServiceTokens(Connection& connection, const Erasures& erasures)
    : OfAccounts(connection),
      insert_(connection),
      find_(connection, erasures, "token_key = :token_key AND digest = :digest"),
      list_(connection, "account_id = :account AND project_id = :project ORDER BY id"),
      update_(connection, by_digest),
      erase_(connection, std::string("DELETE FROM service_tokens WHERE ") + by_digest),
      erase_of_project_(connection,
                        "DELETE FROM service_tokens WHERE account_id = :account"
                        " AND project_id = :project"),
      erase_expired_(connection, "ends_at") {}

void ServiceTokens::insert(const ServiceToken& token) { insert_(token); }

std::optional<ServiceToken> ServiceTokens::find(const TokenDigest& digest) const {
  return find_.one(row_key(digest), digest);
}

std::vector<ServiceToken> ServiceTokens::list(AccountId account, ProjectId project) const {
  return list_.all(account, project);
}

bool ServiceTokens::update(const ServiceToken& token) {
  return update_(token, row_key(token.digest), token.digest, token.account);
}

bool ServiceTokens::erase(AccountId account, const TokenDigest& digest) {
  return erase_(row_key(digest), digest, account) > 0;
}

std::size_t ServiceTokens::erase_of_project(AccountId account, ProjectId project) {
  return erase_of_project_(account, project);
}

std::size_t ServiceTokens::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql

#include "service_tokens.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT digest, account_id, project_id, created_at FROM service_tokens WHERE ";

ServiceToken from_row(const std::string& digest, const std::string& account,
                      const std::string& project, long long created_at) {
  return {.digest = to_digest(digest),
          .account = to_id<AccountId>(account),
          .project = to_id<ProjectId>(project),
          .created_at = to_time(created_at)};
}

}  // namespace

ServiceTokens::ServiceTokens(Connection& connection)
    // A digest that another project has stays in the way, and the statement fails.
    : set_(connection,
           "INSERT INTO service_tokens (token_key, digest, account_id, project_id, created_at)"
           " VALUES (:token_key, :digest, :account, :project, :created_at)"
           " ON CONFLICT (account_id, project_id) DO UPDATE SET token_key = excluded.token_key,"
           " digest = excluded.digest, created_at = excluded.created_at"),
      find_(connection, std::string(select) + "token_key = :token_key AND digest = :digest"),
      erase_all_(connection, "DELETE FROM service_tokens WHERE account_id = :account"),
      page_(connection, std::string(select) +
                            "(account_id, project_id) > (:account, :project)"
                            " ORDER BY account_id, project_id LIMIT :limit") {}

void ServiceTokens::set(const ServiceToken& token) {
  set_.change(row_key(token.digest.bytes), column(token.digest), column(token.account),
              column(token.project), column(token.created_at));
}

std::optional<ServiceToken> ServiceTokens::find(const TokenDigest& digest) const {
  return find_.one(from_row, row_key(digest.bytes), column(digest));
}

std::size_t ServiceTokens::erase_all(AccountId account) {
  return erase_all_.change(column(account));
}

std::vector<ServiceToken> ServiceTokens::page(const Page<ServiceToken>& page) const {
  return page_.all(from_row, page.after ? column(page.after->account) : Text(),
                   page.after ? column(page.after->project) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql

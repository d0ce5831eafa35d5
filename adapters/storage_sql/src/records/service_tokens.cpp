#include "service_tokens.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, digest, account_id, project_id, created_at, created_by, last_used_at, ends_at"
    " FROM service_tokens WHERE ";

ServiceToken from_row(const std::string& id, const std::string& digest, const std::string& account,
                      const std::string& project, long long created_at,
                      const std::string& created_by, const std::optional<long long>& last_used_at,
                      const std::optional<long long>& ends_at) {
  return {.id = to_id<ServiceTokenId>(id),
          .digest = to_digest(digest),
          .account = to_id<AccountId>(account),
          .project = to_id<ProjectId>(project),
          .created_at = to_time(created_at),
          .created_by = to_optional_id<UserId>(created_by),
          .last_used_at = to_optional_time(last_used_at),
          .ends_at = to_optional_time(ends_at)};
}

}  // namespace

ServiceTokens::ServiceTokens(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO service_tokens (token_key, digest, id, account_id, project_id,"
              " created_at, created_by, last_used_at, ends_at) VALUES (:token_key, :digest, :id,"
              " :account, :project, :created_at, :created_by, :last_used_at, :ends_at)"),
      find_(connection,
            flagged("service_tokens", select) + "token_key = :token_key AND digest = :digest"),
      list_(connection,
            std::string(select) + "account_id = :account AND project_id = :project ORDER BY id"),
      update_(connection,
              "UPDATE service_tokens SET last_used_at = :last_used_at, ends_at = :ends_at"
              " WHERE token_key = :token_key AND digest = :digest AND account_id = :account"),
      erase_(connection,
             "DELETE FROM service_tokens WHERE token_key = :token_key AND digest = :digest"
             " AND account_id = :account"),
      erase_of_project_(connection,
                        "DELETE FROM service_tokens WHERE account_id = :account"
                        " AND project_id = :project"),
      erase_all_(connection, "service_tokens", "token_key", "account_id = :account"),
      erase_expired_(connection,
                     "DELETE FROM service_tokens WHERE token_key IN (SELECT token_key"
                     " FROM service_tokens WHERE ends_at <= :now ORDER BY ends_at LIMIT :limit)"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

void ServiceTokens::insert(const ServiceToken& token) {
  insert_.change(row_key(token.digest.bytes), column(token.digest), column(token.id),
                 column(token.account), column(token.project), column(token.created_at),
                 column(token.created_by), column(token.last_used_at), column(token.ends_at));
}

std::optional<ServiceToken> ServiceTokens::find(const TokenDigest& digest) const {
  return find_living(find_, erasures_, from_row, row_key(digest.bytes), column(digest));
}

std::vector<ServiceToken> ServiceTokens::list(AccountId account, ProjectId project) const {
  return list_.all(from_row, column(account), column(project));
}

bool ServiceTokens::update(const ServiceToken& token) {
  return update_.change(column(token.last_used_at), column(token.ends_at),
                        row_key(token.digest.bytes), column(token.digest),
                        column(token.account)) > 0;
}

bool ServiceTokens::erase(AccountId account, const TokenDigest& digest) {
  return erase_.change(row_key(digest.bytes), column(digest), column(account)) > 0;
}

std::size_t ServiceTokens::erase_of_project(AccountId account, ProjectId project) {
  return erase_of_project_.change(column(account), column(project));
}

std::size_t ServiceTokens::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::size_t ServiceTokens::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_.change(column(now), column(limit));
}

std::vector<ServiceToken> ServiceTokens::page(const Page<ServiceToken>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql

/// What all tables of tokens do alike.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <limits>
#include <string>
#include <utility>

#include <gatehouse/ports/storage/page.hpp>

#include "columns.hpp"
#include "erasing.hpp"

namespace gatehouse::sql {

/// From its row: a Session or a PasswordReset.
template <class Token>
Token token_of_user(const std::string& digest, const std::string& account, const std::string& user,
                    long long created_at, long long expires_at) {
  return {.digest = to_digest(digest),
          .account = to_tenant(account),
          .user = to_id<UserId>(user),
          .created_at = to_time(created_at),
          .expires_at = to_time(expires_at)};
}

class ExpiringTokens {
 public:
  /// `key` is the table's primary key.
  ExpiringTokens(Connection& connection, const std::string& table,
                 const std::string& key = "token_key")
      : erase_all_(connection, table, key, "account_id = :account"),
        erase_expired_(connection, "DELETE FROM " + table + " WHERE " + key + " IN (SELECT " + key +
                                       " FROM " + table +
                                       " WHERE expires_at <= :now"
                                       " ORDER BY expires_at LIMIT :limit)") {}

  /// What a page of all of them says after the table, and what it is given for :time and :digest.
  static constexpr const char* page_of_all =
      " WHERE (expires_at, digest) > (:time, :digest) ORDER BY expires_at, digest LIMIT :limit";
  template <class Token>
  static std::pair<long long, std::string> before(const Page<Token>& page) {
    if (!page.after) return {std::numeric_limits<long long>::min(), std::string()};
    return {column(page.after->expires_at), column(page.after->digest)};
  }

  std::size_t erase_all(AccountId account, std::size_t limit) {
    return erase_all_.erase(limit, column(account));
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) {
    return erase_expired_.change(column(now), column(limit));
  }

 private:
  ErasingStatement<std::string> erase_all_;
  Statement<In<long long, long long>> erase_expired_;
};

}  // namespace gatehouse::sql

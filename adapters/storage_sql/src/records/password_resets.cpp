#include "password_resets.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {

PasswordResets::PasswordResets(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO password_resets (token_key, digest, account_id, user_id, created_at,"
              " expires_at) VALUES (:token_key, :digest, :account, :user, :created_at,"
              " :expires_at)"),
      find_(connection,
            flagged("password_resets",
                    "SELECT account_id, user_id, created_at, expires_at FROM password_resets"
                    " WHERE token_key = :token_key AND digest = :digest")),
      erase_of_user_(connection, "password_resets", "token_key",
                     "account_id = :account AND user_id = :user"),
      tokens_(connection, "password_resets"),
      page_(connection, std::string("SELECT digest, account_id, user_id, created_at, expires_at"
                                    " FROM password_resets") +
                            ExpiringTokens::page_of_all) {}

void PasswordResets::insert(const PasswordReset& reset) {
  insert_.change(row_key(reset.digest.bytes), column(reset.digest), column(reset.account),
                 column(reset.user), column(reset.created_at), column(reset.expires_at));
}

std::optional<PasswordReset> PasswordResets::find(const TokenDigest& digest) const {
  return find_living(
      find_, erasures_,
      [&](const std::string& account, const std::string& user, long long created_at,
          long long expires_at) {
        return PasswordReset{.digest = digest,
                             .account = to_tenant(account),
                             .user = to_id<UserId>(user),
                             .created_at = to_time(created_at),
                             .expires_at = to_time(expires_at)};
      },
      row_key(digest.bytes), column(digest));
}

std::size_t PasswordResets::erase_of_user(Tenant tenant, UserId user, std::size_t limit) {
  return erase_of_user_.erase(limit, column(tenant), column(user));
}

std::size_t PasswordResets::erase_all(AccountId account, std::size_t limit) {
  return tokens_.erase_all(account, limit);
}

std::size_t PasswordResets::erase_expired(Timestamp now, std::size_t limit) {
  return tokens_.erase_expired(now, limit);
}

std::vector<PasswordReset> PasswordResets::page(const Page<PasswordReset>& page) const {
  const auto [time, last] = ExpiringTokens::before(page);
  return page_.all(token_of_user<PasswordReset>, time, last, column(page.limit));
}

}  // namespace gatehouse::sql

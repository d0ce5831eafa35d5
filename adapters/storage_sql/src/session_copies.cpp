#include "session_copies.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* refresh =
    "UPDATE sessions SET"
    " (role, email, first_name, last_name, user_created_at) ="
    " (SELECT u.role, u.email, u.first_name, u.last_name, u.created_at"
    " FROM users u WHERE u.user_key = sessions.user_key AND u.id = sessions.user_id"
    " AND u.account_id = sessions.account_id) WHERE ";

}  // namespace

SessionCopies::SessionCopies(Connection& connection)
    : of_session_(connection, std::string(refresh) + "token_key = :token_key AND digest = :digest"),
      of_user_(connection, std::string(refresh) + "account_id = :account AND user_id = :user"),
      of_account_(connection, std::string(refresh) + "account_id = :account") {}

void SessionCopies::refresh_session(const TokenDigest& digest) {
  of_session_.change(row_key(digest.bytes), column(digest));
}

void SessionCopies::refresh_sessions_of(Tenant tenant, UserId user) {
  of_user_.change(column(tenant), column(user));
}

void SessionCopies::refresh_sessions_of(AccountId account) { of_account_.change(column(account)); }

}  // namespace gatehouse::sql

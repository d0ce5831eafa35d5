#include "session_copies.hpp"

#include <limits>
#include <tuple>

namespace gatehouse::sql {
namespace {

/// How many sessions are refreshed in the transaction that changes the user.
constexpr std::size_t at_once = 100;

constexpr const char* refresh =
    "UPDATE sessions SET"
    " (role, email, first_name, last_name, user_created_at) ="
    " (SELECT u.role, u.email, u.first_name, u.last_name, u.created_at"
    " FROM users u WHERE u.user_key = sessions.user_key AND u.id = sessions.user_id"
    " AND u.account_id = sessions.account_id) WHERE ";

}  // namespace

SessionCopies::SessionCopies(Connection& connection)
    : of_session_(connection, std::string(refresh) + "token_key = :token_key AND digest = :digest"),
      places_(connection,
              "SELECT expires_at, token_key FROM sessions WHERE account_id = :account"
              " AND user_id = :user AND (expires_at, token_key) > (:after_time, :after_key)"
              " ORDER BY expires_at, token_key LIMIT :limit"),
      of_user_(connection, std::string(refresh) +
                               "account_id = :account AND user_id = :user"
                               " AND (expires_at, token_key) > (:after_time, :after_key)"
                               " AND (expires_at, token_key) <= (:last_time, :last_key)"),
      leave_(connection,
             "INSERT INTO erasures (account_id, kind, scope, name, keep, after_time, after_key)"
             " VALUES (:account, 'copies', '', :user, '', :after_time, :after_key)"
             " ON CONFLICT (account_id, kind, scope, name) DO UPDATE SET"
             " after_time = excluded.after_time, after_key = excluded.after_key"),
      left_(connection,
            "SELECT account_id, name, after_time, after_key FROM erasures WHERE kind = 'copies'"
            " ORDER BY account_id, kind, scope, name LIMIT 1"),
      done_(connection,
            "DELETE FROM erasures WHERE account_id = :account AND kind = 'copies' AND scope = ''"
            " AND name = :user") {}

void SessionCopies::refresh_session(const TokenDigest& digest) {
  of_session_.change(column(row_key(digest)), column(digest));
}

void SessionCopies::refresh_sessions_of(const Tenant& tenant, UserId user) {
  constexpr auto before_all = std::numeric_limits<long long>::min();
  const Text account = column(tenant);
  const Text id = column(user);
  const Refreshed refreshed = refresh_some(account, id, {before_all, before_all}, at_once);
  if (refreshed.count < at_once) return;
  leave_.change(account, id, refreshed.last.expires_at, refreshed.last.key);
}

std::size_t SessionCopies::refresh_left(std::size_t limit) {
  const auto left =
      left_.one([](const Text& account, const Text& user, long long expires_at, long long key) {
        return std::tuple(account, user, Place{expires_at, key});
      });
  if (!left || limit == 0) return 0;
  const auto& [account, user, after] = *left;
  const Refreshed refreshed = refresh_some(account, user, after, limit);
  if (refreshed.count == limit) {
    leave_.change(account, user, refreshed.last.expires_at, refreshed.last.key);
  } else {
    done_.change(account, user);
  }
  // The row that stores the progress is counted too.
  return refreshed.count + 1;
}

SessionCopies::Refreshed SessionCopies::refresh_some(const Text& account, const Text& user,
                                                     const Place& after, std::size_t limit) {
  const auto places = places_.all(
      [](long long expires_at, long long key) {
        return Place{expires_at, key};
      },
      account, user, after.expires_at, after.key, column(limit));
  if (places.empty()) return {.count = 0, .last = after};
  const Place& last = places.back();
  of_user_.change(account, user, after.expires_at, after.key, last.expires_at, last.key);
  return {.count = places.size(), .last = last};
}

}  // namespace gatehouse::sql

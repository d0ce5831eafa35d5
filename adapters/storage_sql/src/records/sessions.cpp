#include "sessions.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {

Sessions::Sessions(Connection& connection, const Erasures& erasures, const Users& users)
    : erasures_(erasures),
      users_(users),
      insert_(connection,
              "INSERT INTO sessions (token_key, digest, account_id, user_id, user_key, created_at,"
              " expires_at) VALUES (:token_key, :digest, :account, :user, :user_key, :created_at,"
              " :expires_at)"),
      find_(connection,
            flagged("sessions",
                    "SELECT account_id, user_id, created_at, expires_at, role, email, first_name,"
                    " last_name, user_created_at FROM sessions"
                    " WHERE token_key = :token_key AND digest = :digest AND role IS NOT NULL")),
      erase_(connection, "DELETE FROM sessions WHERE token_key = :token_key AND digest = :digest"),
      erase_of_user_(connection, "sessions", "token_key",
                     "account_id = :account AND user_id = :user AND digest <> :keep"),
      tokens_(connection, "sessions"),
      copies_(connection),
      page_(connection, std::string("SELECT digest, account_id, user_id, created_at, expires_at"
                                    " FROM sessions") +
                            ExpiringTokens::page_of_all) {}

void Sessions::insert(const Session& session) {
  insert_.change(row_key(session.digest.bytes), column(session.digest), column(session.account),
                 column(session.user), row_key(session.user.bytes()), column(session.created_at),
                 column(session.expires_at));
  copies_.refresh_session(session.digest);
}

std::optional<SignedIn> Sessions::find(const TokenDigest& digest) const {
  bool is_flagged = false;
  auto found = find_.one(
      [&](long long flag, const std::string& account, const std::string& user, long long created_at,
          long long expires_at, const std::string& role, const std::string& email,
          const std::string& first_name, const std::string& last_name, long long user_created_at) {
        is_flagged = flag != 0;
        const Tenant tenant = to_tenant(account);
        const auto id = to_id<UserId>(user);
        return SignedIn{.session = {.digest = digest,
                                    .account = tenant,
                                    .user = id,
                                    .created_at = to_time(created_at),
                                    .expires_at = to_time(expires_at)},
                        .user = {.id = id,
                                 .account = tenant,
                                 .role = to_role(role),
                                 .email = to_email(email),
                                 .first_name = first_name,
                                 .last_name = last_name,
                                 .password_hash = {},
                                 .created_at = to_time(user_created_at)}};
      },
      row_key(digest.bytes), column(digest));
  if (!found || !is_flagged) return found;
  return with_user(found->session);
}

std::optional<SignedIn> Sessions::with_user(const Session& session) const {
  if (erasures_.cover(session)) return std::nullopt;
  auto user = users_.find(session.account, session.user);
  if (!user) return std::nullopt;
  user->password_hash.clear();
  return SignedIn{session, *std::move(user)};
}

bool Sessions::erase(const TokenDigest& digest) {
  return erase_.change(row_key(digest.bytes), column(digest)) > 0;
}

std::size_t Sessions::erase_of_user(Tenant tenant, UserId user,
                                    const std::optional<TokenDigest>& keep, std::size_t limit) {
  return erase_of_user_.erase(limit, column(tenant), column(user),
                              keep ? column(*keep) : std::string());
}

std::size_t Sessions::erase_all(AccountId account, std::size_t limit) {
  return tokens_.erase_all(account, limit);
}

std::size_t Sessions::refresh_copies(std::size_t limit) { return copies_.refresh_left(limit); }

std::size_t Sessions::erase_expired(Timestamp now, std::size_t limit) {
  return tokens_.erase_expired(now, limit);
}

std::vector<Session> Sessions::page(const Page<Session>& page) const {
  const auto [time, last] = ExpiringTokens::before(page);
  return page_.all(token_of_user<Session>, time, last, column(page.limit));
}

}  // namespace gatehouse::sql

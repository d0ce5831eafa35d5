#include "sessions.hpp"

namespace gatehouse::sql {

Sessions::Sessions(Connection& connection, const Erasures& erasures, const Users& users)
    : OfAccounts(connection),
      erasures_(erasures),
      users_(users),
      insert_(connection,
              "INSERT INTO sessions (token_key, digest, account_id, user_id, user_key, created_at,"
              " expires_at) VALUES (:token_key, :digest, :account, :user, :user_key, :created_at,"
              " :expires_at)"),
      find_(connection,
            "SELECT " + flag_of("sessions") +
                ", account_id, user_id, created_at, expires_at, role, email, first_name,"
                " last_name, user_created_at FROM sessions"
                " WHERE token_key = :token_key AND digest = :digest AND role IS NOT NULL"),
      erase_(connection, "DELETE FROM sessions WHERE token_key = :token_key AND digest = :digest"),
      erase_of_user_(connection, "account_id = :account AND user_id = :user AND digest <> :keep"),
      erase_expired_(connection),
      copies_(connection) {}

void Sessions::insert(const Session& session) {
  insert_(row_key(session.digest), session.digest, session.account, session.user,
          row_key(session.user), session.created_at, session.expires_at);
  copies_.refresh_session(session.digest);
}

std::optional<SignedIn> Sessions::find(const TokenDigest& digest) const {
  bool is_flagged = false;
  auto found = find_.one(
      [&](long long flag, const Text& account, const Text& user, long long created_at,
          long long expires_at, const Text& role, const Text& email, const Text& first_name,
          const Text& last_name, long long user_created_at) {
        is_flagged = flag != 0;
        const auto tenant = to<Tenant>(account);
        const auto id = to<UserId>(user);
        return SignedIn{.session = {.digest = digest,
                                    .account = tenant,
                                    .user = id,
                                    .created_at = to<Timestamp>(created_at),
                                    .expires_at = to<Timestamp>(expires_at)},
                        .user = {.id = id,
                                 .account = tenant,
                                 .role = to<Role>(role),
                                 .email = to<Email>(email),
                                 .first_name = first_name,
                                 .last_name = last_name,
                                 .password_hash = {},
                                 .created_at = to<Timestamp>(user_created_at)}};
      },
      column(row_key(digest)), column(digest));
  if (!found || !is_flagged) return found;
  return with_user(found->session);
}

std::optional<SignedIn> Sessions::with_user(const Session& session) const {
  if (erasures_.cover(session)) return std::nullopt;
  auto user = users_.find(session.account, session.user);
  if (!user) return std::nullopt;
  user->password_hash.clear();
  user->updated_at.reset();
  return SignedIn{session, *std::move(user)};
}

bool Sessions::erase(const TokenDigest& digest) { return erase_(row_key(digest), digest) > 0; }

std::size_t Sessions::erase_of_user(Tenant tenant, UserId user,
                                    const std::optional<TokenDigest>& keep, std::size_t limit) {
  return erase_of_user_(limit, tenant, user, keep);
}

std::size_t Sessions::refresh_copies(std::size_t limit) { return copies_.refresh_left(limit); }

std::size_t Sessions::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql

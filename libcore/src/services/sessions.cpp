#include <gatehouse/services/sessions.hpp>

#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/names.hpp>

namespace gatehouse {
namespace {

Error wrong_login() { return unauthenticated("E-mail or password is wrong."); }

}  // namespace

NewSession begin_session(Transaction& tx, const User& user, const IssuedToken& token, Timestamp now,
                         const Settings& settings) {
  tx.sessions().insert({token.digest, user.account, user.id, now, now + settings.session_lifetime});
  return {user, token.text};
}

Sessions::Sessions(const Ports& ports, const Settings& settings, Passwords& passwords,
                   Erasures& erasures)
    : ports_(ports), settings_(settings), passwords_(passwords), erasures_(erasures) {}

Result<NewSession> Sessions::log_in(const LogIn& command) {
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Email email = as_looked_up(command.email, ports_.text_forms);
  const auto user =
      ports_.storage.read([&](const Transaction& tx) { return tx.users().find_by_email(email); });
  const auto stored = user ? std::optional(user->password_hash) : std::nullopt;
  const Passwords::Outcome outcome = passwords_.verify(command.password, stored);
  if (outcome == Passwords::Outcome::wrong) return Unexpected(wrong_login());

  std::optional<std::string> rehashed;
  if (outcome == Passwords::Outcome::outdated) rehashed = passwords_.hash(command.password);
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);
  const Timestamp now = ports_.clock.now();

  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return ports_.storage.transact([&](Transaction& tx) -> Result<NewSession> {
      // The user may be gone, or the password another, since it was verified.
      auto current = tx.users().find(user->account, user->id);
      if (!current || current->password_hash != *stored) return Unexpected(wrong_login());
      if (obstacle.is_met(tx, erasure_of::sessions(user->account, user->id))) {
        return Erasures::Obstacle::refusal();
      }
      if (rehashed) {
        current->password_hash = *rehashed;
        (void)tx.users().update(*current);
      }
      return begin_session(tx, *current, token, now, settings_);
    });
  });
}

Result<NewSession> Sessions::obtain_token(const ObtainToken& command) {
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();
  if (command.grant_type != "client_credentials") {
    return Unexpected(failed_precondition("The grant type must be client_credentials.",
                                          {{"grant_type", "must be client_credentials"}}));
  }
  auto email = Email::parse(command.client_id);
  const LogIn login{email ? std::move(*email) : Email(), command.client_secret};
  if (!schema::check(login)) {
    // Nobody's, and after the same work as everybody's.
    (void)passwords_.verify(command.client_secret, std::nullopt);
    return Unexpected(wrong_login());
  }
  return log_in(login);
}

Result<Done> Sessions::log_out(const Principal& caller) {
  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (!tx.sessions().erase(caller.session)) {
      return Unexpected(unauthenticated("The session has ended."));
    }
    return Done{};
  });
}

Result<Done> Sessions::log_out_others(const Principal& caller) {
  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    erasures_.begin(tx, {.key = erasure_of::sessions(caller.user.account, caller.user.id),
                         .keep = caller.session});
    return Done{};
  });
}

Result<Principal> Sessions::authenticate(std::string_view token) {
  const TokenDigest digest = ports_.digest.sha256(token);
  auto signed_in =
      ports_.storage.read([&](const Transaction& tx) { return tx.sessions().find(digest); });
  if (!signed_in || signed_in->session.expires_at <= ports_.clock.now()) {
    return Unexpected(unauthenticated("The token is unknown, expired or revoked."));
  }
  return Principal{std::move(signed_in->user), digest};
}

}  // namespace gatehouse

#include <gatehouse/services/accounts/sessions.hpp>

#include <gatehouse/services/detail/names.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/projects/detail/project_names.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error wrong_login() { return unauthenticated("E-mail or password is wrong."); }

bool may_manage(const Transaction& tx, const User& user, std::string_view project) {
  return user.account && require(user.role, Action::manage_api_security) &&
         scope_to_manage(tx, user, *user.account, project);
}

std::optional<User> user_of(const Transaction& tx, const TokenDigest& token, Timestamp now) {
  auto signed_in = tx.sessions().find(token);
  if (!signed_in || signed_in->session.expires_at <= now) return std::nullopt;
  return std::move(signed_in->user);
}

std::optional<User> service_account_of(const Transaction& tx, const TokenDigest& token,
                                       Timestamp now) {
  const auto holder = holder_of(tx, token, now);
  return holder ? std::optional(as_user(*holder)) : std::nullopt;
}

Subject subject_of_sessions(const Principal& caller) {
  return caller.is_service_account ? Subject::service_account_tokens : Subject::sessions;
}

}  // namespace

NewSession begin_session(Transaction& tx, const User& user, const IssuedToken& token, Timestamp now,
                         const Settings& settings) {
  tx.sessions().insert({token.digest, user.account, user.id, now, now + settings.session_lifetime});
  return {user, token.text};
}

Sessions::Sessions(Operations& operations, const ServicePorts& ports, const Settings& settings,
                   Passwords& passwords, Erasures& erasures)
    : operations_(operations),
      ports_(ports),
      settings_(settings),
      passwords_(passwords),
      erasures_(erasures) {}

Result<NewSession> Sessions::log_in(const Checked<LogIn>& command, const Origin& origin) {
  const Email email = as_looked_up(command->email, ports_.text_forms);
  const auto user =
      operations_.look_up([&](const Transaction& tx) { return tx.users().find_by_email(email); });
  const auto stored = user ? std::optional(user->password_hash) : std::nullopt;
  const Passwords::Outcome outcome = passwords_.verify(command->password, stored);
  if (outcome == Passwords::Outcome::wrong) return Unexpected(wrong_login());

  std::optional<std::string> rehashed;
  if (outcome == Passwords::Outcome::outdated) rehashed = passwords_.hash(command->password);
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);

  const auto begin = [&](Change& change, Erasures::Obstacle& obstacle) -> Result<NewSession> {
    Transaction& tx = change.tx;
    // The user may have been deleted, or the password changed, since it was verified.
    auto current = tx.users().find(user->account, user->id);
    if (!current || current->password_hash != *stored) return Unexpected(wrong_login());
    if (obstacle.is_met(tx, erasure_of::sessions(user->account, user->id))) {
      return Erasures::Obstacle::refusal();
    }
    if (rehashed) {
      current->password_hash = *rehashed;
      (void)tx.users().update(*current);
    }
    change.created(Subject::sessions, user->id);
    return begin_session(tx, *current, token, change.now, settings_);
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return operations_.change({Anonymous(), origin}, Action::enter,
                              [&](Change& change) { return begin(change, obstacle); });
  });
}

Result<NewSession> Sessions::obtain_token(const Checked<ObtainToken>& command,
                                          const Origin& origin) {
  if (command->grant_type != "client_credentials") return Unexpected(wrong_grant_type());
  auto email = Email::parse(command->client_id);
  const auto login = schema::check(
      LogIn{email ? std::move(*email) : Email(), command->client_secret}, settings_.policy());
  if (!login) {
    // Refused after the same work as a login with a wrong password.
    (void)passwords_.verify(command->client_secret, std::nullopt);
    return Unexpected(wrong_login());
  }
  return log_in(*login, origin);
}

Result<Done> Sessions::log_out(const UserContext& caller) {
  return operations_.change(caller, Action::use_own_session, [&](Change& change) -> Result<Done> {
    if (caller.actor.is_service_account) {
      change.tx.service_account_tokens().erase(caller.actor.session);
    } else {
      change.tx.sessions().erase(caller.actor.session);
    }
    change.removed(subject_of_sessions(caller.actor), caller.actor.user.id);
    return Done{};
  });
}

Result<Done> Sessions::log_out_others(const UserContext& caller) {
  const User& user = caller.actor.user;
  return operations_.change(caller, Action::use_own_session, [&](Change& change) -> Result<Done> {
    erasures_.begin(change.tx, {.key = erasure_of::sessions(user.account, user.id),
                                .keep = caller.actor.session});
    change.removed(subject_of_sessions(caller.actor), user.id);
    return Done{};
  });
}

Result<Principal> Sessions::authenticate(std::string_view token,
                                         std::optional<std::string_view> project) {
  const TokenDigest digest = ports_.digest.sha256(token);
  // The form tells which collection may hold the token, so that one lookup finds it.
  const bool is_service_account = is_service_account_token(token);
  const Timestamp now = ports_.clock.now();
  bool manages = false;
  auto user = operations_.look_up([&](const Transaction& tx) {
    auto found =
        is_service_account ? service_account_of(tx, digest, now) : user_of(tx, digest, now);
    manages = found && project && may_manage(tx, *found, *project);
    return found;
  });
  if (!user) return Unexpected(unauthenticated("The token is unknown, expired or revoked."));
  return Principal{.user = *std::move(user),
                   .session = digest,
                   .managed_project = manages ? std::optional<std::string>(*project) : std::nullopt,
                   .is_service_account = is_service_account};
}

}  // namespace gatehouse

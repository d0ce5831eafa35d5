#include <gatehouse/services/accounts/password_resets.hpp>

#include <gatehouse/records/users.hpp>
#include <gatehouse/services/detail/names.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

/// Returns the reset if it is still valid.
Result<PasswordReset> find_reset(const Transaction& tx, const TokenDigest& digest, Timestamp now) {
  auto reset = tx.password_resets().find(digest);
  if (!reset) return Unexpected(not_found("The reset token is unknown or was used."));
  if (reset->expires_at <= now) {
    return Unexpected(failed_precondition("The reset token has expired. Please ask for a new one.",
                                          {{"resetToken", "has expired"}}));
  }
  return std::move(*reset);
}

}  // namespace

PasswordResets::PasswordResets(Operations& operations, const ServicePorts& ports,
                               const Settings& settings, MailDelivery& mail, Passwords& passwords,
                               Throttle& mails, Erasures& erasures)
    : operations_(operations),
      ports_(ports),
      settings_(settings),
      mail_(mail),
      passwords_(passwords),
      mails_(mails),
      erasures_(erasures) {}

Result<Done> PasswordResets::request(const Checked<ForgotPassword>& command, const Origin& origin) {
  const Email email = as_looked_up(command->email, ports_.text_forms);
  const bool may_mail = !mails_.take(origin.address);

  const Timestamp now = ports_.clock.now();
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);
  OutgoingMail mail;

  const auto queue = [&](Change& change, Erasures::Obstacle& obstacle) -> Result<Done> {
    Transaction& tx = change.tx;
    const auto user = tx.users().find_by_email(email);
    // Looked up even without a user, to keep the work the same.
    const ErasureKey former =
        user ? erasure_of::resets(user->account, user->id) : erasure_of::resets(Tenant{}, UserId{});
    if (obstacle.is_met(tx, former)) return Erasures::Obstacle::refusal();
    if (!user && !settings_.hide_accounts) {
      return Unexpected(not_found("No user has that e-mail address."));
    }
    if (!may_mail) return Done{};
    mail = user ? mail_.password_reset(*user, now)
                : mail_.notice(MailKind::no_such_user, command->email, now);
    // Without a user, the reset is stored for an id that no user has, so that the response time
    // does not reveal whether the user exists.
    tx.password_resets().insert({token.digest, user ? user->account : Tenant{},
                                 user ? user->id : UserId{}, now,
                                 now + settings_.reset_token_lifetime});
    mail_.queue(tx, mail);
    change.created(Subject::password_reset, user ? user->id : UserId{});
    return Done{};
  };
  const auto queued = erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return operations_.change({Anonymous(), origin}, Action::enter,
                              [&](Change& change) { return queue(change, obstacle); });
  });
  if (!queued) return Unexpected(queued.error());
  return may_mail ? mail_.deliver(mail, token.text) : Done{};
}

Result<Done> PasswordResets::complete(const Checked<ResetPassword>& command, const Origin& origin) {
  const Timestamp now = ports_.clock.now();
  const TokenDigest digest = ports_.digest.sha256(command->reset_token.reveal());
  const auto good =
      operations_.look_up([&](const Transaction& tx) { return find_reset(tx, digest, now); });
  if (!good) return Unexpected(good.error());
  const std::string hash = passwords_.hash(command->password);

  const auto complete = [&](Change& change) -> Result<Done> {
    Transaction& tx = change.tx;
    // Checked again, since two requests with the same token may both have reached this point.
    const auto reset = find_reset(tx, digest, now);
    if (!reset) return Unexpected(reset.error());
    auto user = tx.users().find(reset->account, reset->user);
    if (!user) return Unexpected(not_found("The reset token is unknown or was used."));
    const User before = *user;
    user->password_hash = hash;
    (void)tx.users().update(*user);
    erasures_.begin(tx, {.key = erasure_of::sessions(user->account, user->id)});
    erasures_.begin(tx, {.key = erasure_of::resets(user->account, user->id)});
    change.updated(Subject::user, user->id, before, *user);
    return Done{};
  };
  return operations_.change({Anonymous(), origin}, Action::enter, complete);
}

}  // namespace gatehouse

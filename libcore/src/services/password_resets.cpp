#include <gatehouse/services/password_resets.hpp>

#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

/// The reset, if it is still good.
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

PasswordResets::PasswordResets(const Ports& ports, const Settings& settings, MailDelivery& mail,
                               Passwords& passwords)
    : ports_(ports), settings_(settings), mail_(mail), passwords_(passwords) {}

Result<Done> PasswordResets::request(const ForgotPassword& command) {
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);
  OutgoingMail mail;

  const auto queued = ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (const auto user = tx.users().find_by_email(command.email)) {
      tx.password_resets().insert(
          {token.digest, user->account, user->id, now, now + settings_.reset_token_lifetime});
      mail = mail_.password_reset(*user, now);
    } else if (settings_.hide_accounts) {
      mail = mail_.notice(MailKind::no_such_user, command.email, now);
    } else {
      return Unexpected(not_found("No user has that e-mail address."));
    }
    tx.mail().insert(mail);
    return Done{};
  });
  if (!queued) return Unexpected(queued.error());
  return mail_.deliver(mail, token.text);
}

Result<Done> PasswordResets::complete(const ResetPassword& command) {
  if (auto ok = schema::check(command, settings_.policy()); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  const TokenDigest digest = ports_.digest.sha256(command.reset_token.reveal());
  const auto good =
      ports_.storage.read([&](const Transaction& tx) { return find_reset(tx, digest, now); });
  if (!good) return Unexpected(good.error());
  const std::string hash = passwords_.hash(command.password);

  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    // Asked again: two requests with the same token may both have come this far.
    const auto reset = find_reset(tx, digest, now);
    if (!reset) return Unexpected(reset.error());
    auto user = tx.users().find(reset->account, reset->user);
    if (!user) return Unexpected(not_found("The reset token is unknown or was used."));
    user->password_hash = hash;
    (void)tx.users().update(*user);
    tx.sessions().erase_of_user(user->account, user->id, std::nullopt);
    tx.password_resets().erase_of_user(user->account, user->id);
    tx.mail().erase_of_user(user->account, user->id);
    return Done{};
  });
}

}  // namespace gatehouse

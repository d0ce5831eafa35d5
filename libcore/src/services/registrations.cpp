#include <gatehouse/services/registrations.hpp>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

Error email_taken() {
  return already_exists("The e-mail address is already used.", {{"email", "is already used"}});
}

/// One answer for every way in which a code can be no good.
Error no_such_registration() {
  return not_found("There is no such registration, or the approve code is not right any more.");
}

}  // namespace

Registrations::Registrations(const Ports& ports, const Settings& settings, MailDelivery& mail,
                             Passwords& passwords)
    : ports_(ports), settings_(settings), mail_(mail), passwords_(passwords) {}

Result<Registration> Registrations::begin(const RegisterAccount& command, MailMode mode) {
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  const IssuedToken code = issue_hex_token(ports_.entropy, ports_.digest);
  const Registration registration{
      .id = make_id<AccountId>(ports_.clock.in_order(now), ports_.entropy),
      .organization_name = command.organization_name,
      .email = command.email,
      .code_digest = code.digest,
      .code_expires_at = now + settings_.approve_code_lifetime,
      .created_at = now,
  };
  OutgoingMail mail;

  const auto kept = ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (tx.accounts().find_by_email(command.email)) {
      if (!settings_.hide_accounts) return Unexpected(email_taken());
      mail = mail_.notice(MailKind::already_registered, command.email, now);
    } else {
      if (const auto former = tx.registrations().find_by_email(command.email)) {
        tx.mail().erase_of_registration(former->id);
        tx.registrations().erase(former->id);
      }
      if (!tx.registrations().insert(registration)) return Unexpected(email_taken());
      mail = mail_.approval(registration, now);
    }
    if (mode == MailMode::send) tx.mail().insert(mail);
    return Done{};
  });
  if (!kept) return Unexpected(kept.error());

  if (mode == MailMode::send) {
    if (auto sent = mail_.deliver(mail, code.text); !sent) return std::move(sent).failure();
  }
  return registration;
}

Result<Registration> Registrations::check_code(AccountId id, const Secret& code) {
  const Timestamp now = ports_.clock.now();
  const TokenDigest digest = ports_.digest.sha256(code.reveal());
  // A wrong code must be counted, so that is a value of the transaction and no error.
  auto checked = ports_.storage.transact([&](Transaction& tx) -> Result<Result<Registration>> {
    auto registration = tx.registrations().find(id);
    if (!registration || registration->code_expires_at <= now ||
        registration->wrong_codes >= settings_.approve_code_tries) {
      return Unexpected(no_such_registration());
    }
    if (equal_in_constant_time(registration->code_digest.bytes, digest.bytes)) {
      return Result<Registration>(std::move(*registration));
    }
    ++registration->wrong_codes;
    (void)tx.registrations().update_code(*registration);
    return Result<Registration>(Unexpected(no_such_registration()));
  });
  if (!checked) return std::move(checked).failure();
  return std::move(*checked);
}

Result<NewSession> Registrations::approve(AccountId id, const ApproveAccount& command) {
  if (auto ok = schema::check(command, settings_.policy()); !ok) return std::move(ok).failure();

  const auto checked = check_code(id, command.approve_code);
  if (!checked) return Unexpected(checked.error());
  const bool known = ports_.storage.read(
      [&](const Transaction& tx) { return tx.users().find_by_email(command.email).has_value(); });
  if (known) return Unexpected(email_taken());

  const Timestamp now = ports_.clock.now();
  const User admin{
      .id = make_id<UserId>(ports_.clock.in_order(now), ports_.entropy),
      .account = id,
      .role = Role::admin,
      .email = command.email,
      .first_name = command.first_name,
      .last_name = command.last_name,
      .password_hash = passwords_.hash(command.password),
      .created_at = now,
  };
  const Account account{
      .id = id,
      .organization_name = checked->organization_name,
      .address = {},
      .phone = {},
      .email = checked->email,
      .created_at = checked->created_at,
  };
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);

  return ports_.storage.transact([&](Transaction& tx) -> Result<NewSession> {
    // Nothing was held while the password was hashed: the code may be used, replaced or worn out.
    const auto registration = tx.registrations().find(id);
    if (!registration || registration->code_digest != checked->code_digest ||
        registration->wrong_codes >= settings_.approve_code_tries) {
      return Unexpected(no_such_registration());
    }
    tx.registrations().erase(id);
    tx.mail().erase_of_registration(id);
    if (!tx.accounts().insert(account) || !tx.users().insert(admin)) {
      return Unexpected(email_taken());
    }
    return begin_session(tx, admin, token, now, settings_);
  });
}

Result<Done> Registrations::resend_code(const ResendApproveCode& command, MailMode mode) {
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  const IssuedToken code = issue_hex_token(ports_.entropy, ports_.digest);
  OutgoingMail mail;

  const auto renewed = ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    auto registration = tx.registrations().find_by_email(command.email);
    // An account may have taken the address since: no code will help that registration.
    if (registration && !tx.accounts().find_by_email(command.email)) {
      registration->code_digest = code.digest;
      registration->code_expires_at = now + settings_.approve_code_lifetime;
      registration->wrong_codes = 0;
      (void)tx.registrations().update_code(*registration);
      tx.mail().erase_of_registration(registration->id);
      mail = mail_.approval(*registration, now);
    } else if (settings_.hide_accounts) {
      mail = mail_.notice(MailKind::nothing_to_approve, command.email, now);
    } else {
      return Unexpected(not_found("No registration waits for that e-mail address."));
    }
    if (mode == MailMode::send) tx.mail().insert(mail);
    return Done{};
  });
  if (!renewed) return Unexpected(renewed.error());

  if (mode == MailMode::suppress) return Done{};
  return mail_.deliver(mail, code.text);
}

}  // namespace gatehouse

#include <gatehouse/services/mail/mail_delivery.hpp>

#include <algorithm>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/detail/names.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/mail/mail_texts.hpp>

namespace gatehouse {
namespace {

Error not_sent() {
  return dependency_failed("The mail could not be sent. Please try again in a few minutes.");
}

bool carries_secret(MailKind kind) noexcept {
  return kind == MailKind::approval || kind == MailKind::password_reset;
}

}  // namespace

MailDelivery::MailDelivery(Operations& operations, const ServicePorts& ports,
                           const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings) {}

OutgoingMail MailDelivery::notice(MailKind kind, const Email& recipient, Timestamp now,
                                  const Tenant& about) const {
  OutgoingMail mail;
  mail.id = make_id<OutgoingMailId>(ports_, now);
  mail.kind = kind;
  mail.recipient = recipient;
  mail.account = about;
  mail.created_at = now;
  mail.leased_until = now + settings_.mail_lease;
  return mail;
}

OutgoingMail MailDelivery::approval(const Registration& registration, Timestamp now) const {
  OutgoingMail mail = notice(MailKind::approval, registration.email, now);
  mail.registration = registration.id;
  return mail;
}

OutgoingMail MailDelivery::password_reset(const User& user, Timestamp now) const {
  OutgoingMail mail = notice(MailKind::password_reset, user.email, now);
  mail.account = user.account;
  mail.user = user.id;
  return mail;
}

void MailDelivery::queue(Transaction& tx, const OutgoingMail& mail) const {
  tx.mail().insert(mail);
  // The id of a registration becomes the id of the account.
  const bool approval = mail.kind == MailKind::approval;
  // Addresses that no user has were not brought into the form in which they are compared.
  const Email looked_up = as_looked_up(mail.recipient, ports_.text_forms);
  const std::string message_id = ports_.mailer.message_id(unique_name(mail));
  tx.mail_ledger().insert({.id = mail.id,
                           .kind = mail.kind,
                           .receiver = mail.recipient.with_key(looked_up.key()),
                           .account = approval ? mail.registration : mail.account,
                           .provider_mail_id = std::string(without_angle_brackets(message_id)),
                           .status = MailStatus::queued,
                           .created_at = mail.created_at});
}

Result<Done> MailDelivery::deliver(const OutgoingMail& mail, const Secret& secret) {
  try {
    ports_.mailer.deliver(write_mail(mail, secret, ports_.clock.now(), settings_));
  } catch (const TransientPortError&) {
    give_up(mail, MailStatus::unconfirmed);
    return Unexpected(not_sent());
  } catch (const PortError&) {
    give_up(mail, MailStatus::failed);
    return Unexpected(not_sent());
  }
  forget(mail.id, MailStatus::sent);
  return Done{};
}

MailDelivery::Outcome MailDelivery::deliver_due(std::size_t limit, bool drops_old_ones) {
  const Duration begun = ports_.clock.elapsed();
  const Timestamp now = ports_.clock.now();
  const auto due = operations_.keep_house([&](Change& change) -> Result<std::vector<OutgoingMail>> {
    return change.tx.mail().lease(now, now + settings_.mail_lease, limit);
  });

  invariant(due.value().size() <= limit);
  Outcome outcome;
  const auto drop = [&](const OutgoingMail& mail, MailStatus why) {
    if (forget(mail.id, why)) ++outcome.dropped;
  };
  for (const OutgoingMail& mail : due.value()) {
    // An unresponsive mail server must not make this outlast the lease; the remaining entries
    // become due again when their lease expires.
    if (ports_.clock.elapsed() - begun >= settings_.mail_lease / 4) break;
    if (drops_old_ones && mail.created_at + settings_.mail_lifetime <= now) {
      drop(mail, MailStatus::expired);
      continue;
    }
    const auto secret = renew_secret(mail, now);
    if (!secret) {
      drop(mail, MailStatus::withdrawn);
      continue;
    }
    try {
      ports_.mailer.deliver(write_mail(mail, *secret, ports_.clock.now(), settings_));
    } catch (const PortError&) {
      continue;  // due again when its lease expires
    }
    forget(mail.id, MailStatus::sent);
    ++outcome.delivered;
  }
  return outcome;
}

std::optional<Secret> MailDelivery::renew_secret(const OutgoingMail& mail, Timestamp now) {
  if (!carries_secret(mail.kind)) return Secret();

  const bool approval = mail.kind == MailKind::approval;
  const IssuedToken fresh = approval ? issue_hex_token(ports_.entropy, ports_.digest)
                                     : issue_token(ports_.entropy, ports_.digest);
  const auto stored = operations_.keep_house([&](Change& change) -> Result<Done> {
    Transaction& tx = change.tx;
    // An entry that was removed (by a new address, a new password or an approval) is void, even
    // while it is leased.
    if (!tx.mail().erase(mail.id)) return Unexpected(not_found("The mail was withdrawn."));
    tx.mail().insert(mail);
    if (approval) return renew_code(tx, mail, fresh.digest, now);
    const UserId user = mail.user.value_or(UserId{});
    if (!tx.users().find(mail.account, user)) return Unexpected(not_found("The user is gone."));
    if (tx.erasures().find(erasure_of::resets(mail.account, user))) {
      return Unexpected(not_found("The mail was withdrawn."));
    }
    tx.password_resets().insert(
        {fresh.digest, mail.account, user, now, now + settings_.reset_token_lifetime});
    return Done{};
  });
  if (!stored) return std::nullopt;
  return fresh.text;
}

Result<Done> MailDelivery::renew_code(Transaction& tx, const OutgoingMail& mail,
                                      const TokenDigest& fresh, Timestamp now) const {
  const AccountId id = mail.registration.value_or(AccountId{});
  auto registration = tx.registrations().find(id);
  const auto codes = tx.approve_codes().list(id);
  const auto lost = std::find_if(codes.begin(), codes.end(),
                                 [&](const ApproveCode& code) { return code.mail == mail.id; });
  if (!registration || lost == codes.end()) {
    return Unexpected(not_found("The registration is gone."));
  }
  // The previous mail may have arrived nevertheless: its code stays valid and does not count.
  tx.approve_codes().release(id, mail.id);
  const ApproveCode code{.registration = id,
                         .digest = fresh,
                         .organization_name = lost->organization_name,
                         .mail = mail.id,
                         .created_at = now,
                         .expires_at = now + settings_.approve_code_lifetime};
  tx.approve_codes().insert(code);
  registration->expires_at = std::max(registration->expires_at, code.expires_at);
  (void)tx.registrations().update(*registration);
  return Done{};
}

void MailDelivery::give_up(const OutgoingMail& mail, MailStatus why) {
  (void)operations_.keep_house([&](Change& change) -> Result<Done> {
    change.tx.mail().erase(mail.id);
    change.tx.mail_ledger().set_status(mail.id, why);
    if (mail.registration) change.tx.approve_codes().release(*mail.registration, mail.id);
    return Done{};
  });
}

bool MailDelivery::forget(OutgoingMailId id, MailStatus outcome) {
  const auto erased = operations_.keep_house([&](Change& change) -> Result<bool> {
    const bool was_queued = change.tx.mail().erase(id);
    // A mail that was withdrawn while it was delivered was sent nevertheless.
    if (was_queued || outcome == MailStatus::sent) change.tx.mail_ledger().set_status(id, outcome);
    return was_queued;
  });
  return erased.value();
}

}  // namespace gatehouse

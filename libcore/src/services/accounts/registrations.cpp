#include <gatehouse/services/accounts/registrations.hpp>

#include <algorithm>
#include <utility>

#include <gatehouse/services/detail/names.hpp>
#include <gatehouse/services/issue.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

/// The same error for every reason why a code is invalid.
Error no_such_registration() {
  return not_found("There is no such registration, or the approve code is not valid any more.");
}

Error nothing_waits() { return not_found("No registration is pending for that e-mail address."); }

bool is_pending(const std::optional<Account>& account,
                const std::optional<Registration>& registration) {
  // An account may have taken the address since; then no code can complete the registration.
  return !account && registration && !registration->organization_name.empty();
}

/// Stores the registration, or the existing one of the address: one write in either case.
Registration keep(Transaction& tx, const Registration& asked) {
  auto kept = tx.registrations().find_by_email(asked.email);
  if (!kept) {
    (void)tx.registrations().insert(asked);
    return asked;
  }
  if (!asked.organization_name.empty()) kept->organization_name = asked.organization_name;
  kept->expires_at = std::max(kept->expires_at, asked.expires_at);
  (void)tx.registrations().update(*kept);
  return *std::move(kept);
}

/// The name in the newest code; without a code, that of the registration.
std::string newest_name(const Transaction& tx, const Registration& registration) {
  std::string name = registration.organization_name;
  for (const ApproveCode& code : tx.approve_codes().list(registration.id)) {
    if (!code.organization_name.empty()) name = code.organization_name;
  }
  return name;
}

}  // namespace

Registrations::Registrations(Operations& operations, const ServicePorts& ports,
                             const Settings& settings, MailDelivery& mail, Passwords& passwords,
                             Throttle& mails)
    : operations_(operations),
      ports_(ports),
      settings_(settings),
      mail_(mail),
      passwords_(passwords),
      mails_(mails),
      wrong_codes_(ports.clock, settings.wrong_approve_codes) {}

Registration Registrations::asked_for(const Email& email, std::string organization_name,
                                      Timestamp now) {
  return {.id = make_id<AccountId>(ports_, now),
          .organization_name = std::move(organization_name),
          .email = email,
          .created_at = now,
          .expires_at = now + settings_.approve_code_lifetime};
}

std::optional<OutgoingMail> Registrations::queue(Transaction& tx, MailMode mode,
                                                 const Registration& registration,
                                                 const std::string& organization_name,
                                                 OutgoingMail mail, const TokenDigest& code,
                                                 Timestamp now) const {
  const auto codes = tx.approve_codes().list(registration.id);
  // Mails with and without a code are counted separately: notices that unauthenticated clients
  // cause must not prevent the owner from getting a code.
  const auto outstanding = std::count_if(codes.begin(), codes.end(), [&](const ApproveCode& c) {
    return c.mail && c.expires_at > now && c.organization_name.empty() == organization_name.empty();
  });
  if (mode == MailMode::suppress ||
      std::cmp_greater_equal(outstanding, settings_.approve_codes_at_once)) {
    return std::nullopt;
  }
  mail.registration = registration.id;
  tx.approve_codes().insert({.registration = registration.id,
                             .digest = code,
                             .organization_name = organization_name,
                             .mail = mail.id,
                             .created_at = now,
                             .expires_at = now + settings_.approve_code_lifetime});
  mail_.queue(tx, mail);
  return mail;
}

Result<BegunRegistration> Registrations::begin(const Checked<RegisterAccount>& command,
                                               MailMode mode, const Origin& origin) {
  const auto email = as_kept(command->email, ports_.text_forms);
  if (!email) return Unexpected(email.error());
  BegunRegistration answer{{}, command->organization_name, command->email};
  if (mails_.take(origin.address)) return pretend_to_begin(*email, std::move(answer));

  const Timestamp now = ports_.clock.now();
  const IssuedToken code = issue_hex_token(ports_.entropy, ports_.digest);
  const Registration asked = asked_for(*email, command->organization_name, now);
  std::optional<OutgoingMail> mail;

  const auto begin = [&](Change& change) -> Result<AccountId> {
    Transaction& tx = change.tx;
    const auto account = tx.accounts().find_by_email(*email);
    if (account && !settings_.hide_accounts) return Unexpected(email_taken());
    const Registration registration = keep(tx, asked);
    mail = account
               ? queue(tx, mode, registration, {},
                       mail_.notice(MailKind::already_registered, account->email, now, account->id),
                       code.digest, now)
               : queue(tx, mode, registration, command->organization_name,
                       mail_.approval(registration, now), code.digest, now);
    change.created(Subject::registration, registration.id);
    return registration.id;
  };
  const auto kept = operations_.change({Anonymous(), origin}, Action::enter, begin);
  if (!kept) return Unexpected(kept.error());

  if (mail) {
    if (auto sent = mail_.deliver(*mail, code.text); !sent) return std::move(sent).failure();
  }
  answer.id = *kept;
  return answer;
}

Result<BegunRegistration> Registrations::pretend_to_begin(const Email& email,
                                                          BegunRegistration answer) {
  return operations_.look_up([&](const Transaction& tx) -> Result<BegunRegistration> {
    if (tx.accounts().find_by_email(email) && !settings_.hide_accounts) {
      return Unexpected(email_taken());
    }
    const auto registration = tx.registrations().find_by_email(email);
    answer.id = registration ? registration->id : stand_in_id(email);
    return answer;
  });
}

AccountId Registrations::stand_in_id(const Email& email) {
  const StandIn& with = stand_in_.get([this] {
    return StandIn{issue_token(ports_.entropy, ports_.digest).text, ports_.clock.now()};
  });
  const KeyedDigest digest = ports_.digest.hmac_sha256(with.key, email.key());
  // The bit layout of a real id (RFC 9562, section 5.7), with a time within the hours before.
  AccountId::Bytes bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  const std::chrono::milliseconds before((bytes[0] << 16) | (bytes[1] << 8) | bytes[2]);
  const auto time = std::chrono::floor<std::chrono::milliseconds>(with.time - before);
  const auto milliseconds = static_cast<std::uint64_t>(time.time_since_epoch().count());
  for (std::size_t i = 0; i < 6; ++i) {
    bytes[i] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - i)));
  }
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  return AccountId(bytes);
}

Result<Registrations::Approved> Registrations::check_code(AccountId id, const Secret& code) {
  const Timestamp now = ports_.clock.now();
  const TokenDigest digest = ports_.digest.sha256(code.reveal());
  return operations_.look_up([&](const Transaction& tx) -> Result<Approved> {
    auto registration = tx.registrations().find(id);
    auto found = tx.approve_codes().find(id, digest);
    if (!registration || !found || found->expires_at <= now || found->organization_name.empty()) {
      return Unexpected(no_such_registration());
    }
    return Approved{*std::move(registration), *std::move(found)};
  });
}

Result<NewSession> Registrations::approve(AccountId id, const Checked<ApproveAccount>& command,
                                          const Origin& origin) {
  const auto email = as_kept(command->email, ports_.text_forms);
  if (!email) return Unexpected(email.error());
  // Counted before the code is checked, so that concurrent requests are limited.
  if (const auto wait = wrong_codes_.take(origin.address)) {
    return Unexpected(
        too_many_requests("Too many approve codes or e-mail addresses from your network were "
                          "refused. Please try again later.",
                          *wait));
  }
  try {
    auto session = approve_unthrottled(id, command, *email, origin);
    if (session) wrong_codes_.give_back(origin.address);
    return session;
  } catch (...) {
    // A failure of the system does not count against the caller.
    wrong_codes_.give_back(origin.address);
    throw;
  }
}

Result<NewSession> Registrations::approve_unthrottled(AccountId id,
                                                      const Checked<ApproveAccount>& command,
                                                      const Email& email, const Origin& origin) {
  const auto checked = check_code(id, command->approve_code);
  if (!checked) return Unexpected(checked.error());
  const bool known = operations_.look_up(
      [&](const Transaction& tx) { return tx.users().find_by_email(email).has_value(); });
  if (known) return Unexpected(email_taken());

  const User admin{
      .id = make_id<UserId>(ports_, ports_.clock.now()),
      .account = id,
      .role = Role::admin,
      .email = email,
      .first_name = command->first_name,
      .last_name = command->last_name,
      .password_hash = passwords_.hash(command->password),
      .created_at = ports_.clock.now(),
  };
  const Account account{
      .id = id,
      .organization_name = checked->code.organization_name,
      .address = {},
      .phone = {},
      .email = checked->registration.email,
      .created_at = checked->registration.created_at,
  };
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);

  const auto approve = [&](Change& change) -> Result<NewSession> {
    Transaction& tx = change.tx;
    // No transaction was open while the password was hashed, so the code may have been used
    // meanwhile.
    if (!tx.registrations().find(id) || !tx.approve_codes().find(id, checked->code.digest)) {
      return Unexpected(no_such_registration());
    }
    tx.registrations().erase(id);
    tx.approve_codes().erase_of_registration(id);
    tx.mail().erase_of_registration(id);
    if (!tx.accounts().insert(account) || !tx.users().insert(admin)) {
      return Unexpected(email_taken());
    }
    change.removed(Subject::registration, id);
    change.created(Subject::account, id);
    change.created(Subject::user, admin.id);
    return begin_session(tx, admin, token, change.now, settings_);
  };
  return operations_.change({Anonymous(), origin}, Action::enter, approve);
}

Result<Done> Registrations::resend_code(const Checked<ResendApproveCode>& command, MailMode mode,
                                        const Origin& origin) {
  const auto email = as_kept(command->email, ports_.text_forms);
  if (!email) return Unexpected(email.error());
  if (mails_.take(origin.address)) return pretend_to_resend(*email);

  const Timestamp now = ports_.clock.now();
  const IssuedToken code = issue_hex_token(ports_.entropy, ports_.digest);
  const Registration asked = asked_for(*email, {}, now);
  std::optional<OutgoingMail> mail;

  const auto renew = [&](Change& change) -> Result<Done> {
    Transaction& tx = change.tx;
    const auto account = tx.accounts().find_by_email(*email);
    const bool pending = is_pending(account, tx.registrations().find_by_email(*email));
    if (!pending && !settings_.hide_accounts) return Unexpected(nothing_waits());
    const Registration registration = keep(tx, asked);
    const Email& owner = account ? account->email : registration.email;
    const Tenant about = account ? Tenant(account->id) : Tenant();
    const std::string name = newest_name(tx, registration);
    mail = pending ? queue(tx, mode, registration, name, mail_.approval(registration, now),
                           code.digest, now)
                   : queue(tx, mode, registration, {},
                           mail_.notice(MailKind::nothing_to_approve, owner, now, about),
                           code.digest, now);
    change.updated(Subject::registration, registration.id);
    return Done{};
  };
  const auto renewed = operations_.change({Anonymous(), origin}, Action::enter, renew);
  if (!renewed) return Unexpected(renewed.error());
  return mail ? mail_.deliver(*mail, code.text) : Done{};
}

Result<Done> Registrations::pretend_to_resend(const Email& email) {
  return operations_.look_up([&](const Transaction& tx) -> Result<Done> {
    const auto account = tx.accounts().find_by_email(email);
    const bool pending = is_pending(account, tx.registrations().find_by_email(email));
    if (!pending && !settings_.hide_accounts) return Unexpected(nothing_waits());
    return Done{};
  });
}

}  // namespace gatehouse

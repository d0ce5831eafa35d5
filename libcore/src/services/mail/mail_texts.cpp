#include <gatehouse/services/mail/mail_texts.hpp>

#include <chrono>
#include <string>
#include <string_view>

#include <gatehouse/base/percent.hpp>
#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse {
namespace {

/// Formats a lifetime in words, rounded down to whole hours, or else to minutes.
std::string in_words(Duration lifetime) {
  const auto counted = [](long long count, std::string_view unit) {
    return std::to_string(count) + " " + std::string(unit) + (count == 1 ? "" : "s");
  };
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(lifetime).count();
  if (minutes >= 60) return counted(minutes / 60, "hour");
  return counted(minutes, "minute");
}

WipedText percent_encode(std::string_view text) {
  WipedText encoded;
  append_percent_encoded(encoded, text, is_unreserved);
  return encoded;
}

/// Copies with the exact length, so that no reallocation leaves parts of the text behind.
void set_text(Mail& mail, const WipedText& text) {
  mail.text.reserve(text.size());
  mail.text.assign(text);
}

void write_approval(Mail& mail, const OutgoingMail& entry, const Secret& secret,
                    const Settings& settings) {
  const std::string registration = entry.registration.value_or(AccountId{}).to_string();
  mail.subject = "Approve your account";
  WipedText text("Someone, most likely you, registered an account with this address.\n\n");
  text.append("To approve it, open this link within ")
      .append(in_words(settings.approve_code_lifetime))
      .append(":\n\n")
      .append(settings.public_url)
      .append("/approve?registrationId=")
      .append(registration)
      .append("&approveCode=")
      .append(percent_encode(secret.reveal()))
      .append("&email=")
      .append(percent_encode(entry.recipient.text()))
      .append("\n\nIf it was not you, do nothing: without approval there is no account.\n");
  set_text(mail, text);
  mail.headers.reserve(2);
  mail.headers.emplace_back("X-Registration-Id", registration);
  mail.headers.emplace_back("X-Approve-Code", secret.reveal());
}

void write_password_reset(Mail& mail, const Secret& secret, const Settings& settings) {
  mail.subject = "Reset your password";
  WipedText text("Someone, most likely you, asked for a new password for this address.\n\n");
  text.append("To set one, open this link within ")
      .append(in_words(settings.reset_token_lifetime))
      .append(". It works once:\n\n")
      .append(settings.public_url)
      .append("/reset-password?token=")
      .append(percent_encode(secret.reveal()))
      .append("\n\nIf it was not you, do nothing: your password stays as it is.\n");
  set_text(mail, text);
  mail.headers.reserve(1);
  mail.headers.emplace_back("X-Reset-Token", secret.reveal());
}

}  // namespace

std::string unique_name(const OutgoingMail& entry) { return entry.id.to_string(); }

Mail write_mail(const OutgoingMail& entry, const Secret& secret, Timestamp now,
                const Settings& settings) {
  Mail mail;
  mail.to = entry.recipient;
  mail.date = now;
  mail.unique_name = unique_name(entry);
  switch (entry.kind) {
    case MailKind::approval: write_approval(mail, entry, secret, settings); break;
    case MailKind::password_reset: write_password_reset(mail, secret, settings); break;
    case MailKind::already_registered:
      mail.subject = "You have an account already";
      mail.text =
          "Someone, most likely you, tried to register an account with this address.\n"
          "It has one already: nothing was changed.\n\n"
          "If you forgot your password, ask for a new one at\n\n" +
          settings.public_url + "\n";
      break;
    case MailKind::nothing_to_approve:
      mail.subject = "There is nothing to approve";
      mail.text =
          "Someone, most likely you, asked for an approve code for this address,\n"
          "but no registration is pending. You may register at\n\n" +
          settings.public_url + "\n";
      break;
    case MailKind::no_such_user:
      mail.subject = "There is no user with this address";
      mail.text =
          "Someone, most likely you, asked for a new password for this address,\n"
          "but no user has it. Perhaps you registered with another one?\n";
      break;
  }
  return mail;
}

}  // namespace gatehouse

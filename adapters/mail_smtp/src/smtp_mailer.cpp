#include <gatehouse/mail_smtp/smtp_mailer.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/base/wiped_text.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "conversation.hpp"
#include "curl.hpp"

namespace gatehouse {

using mail_smtp::Conversation;
using mail_smtp::Envelope;
using mail_smtp::hand_over;

namespace {

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument("SMTP: " + why); }

void require_host(std::string_view host) {
  if (host.empty()) refuse("a host is needed");
  // The host becomes part of a URL.
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
  };
  if (!std::all_of(host.begin(), host.end(), fits)) refuse("the host is no name and no address");
}

void require_authorities(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (text.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    refuse("no certificate (PEM) can be read from " + path.string());
  }
}

SmtpOptions checked(SmtpOptions options) {
  require_host(options.host);
  if (options.port == 0) refuse("a port is needed");
  require_sender(options.from);
  if (options.user.empty() && !options.password.empty()) refuse("a password needs a user");
  const bool always_tls =
      options.security == SmtpSecurity::implicit_tls || options.security == SmtpSecurity::starttls;
  if (!options.user.empty() && !always_tls) {
    refuse("a user and password are sent with TLS alone, so it must be required");
  }
  if (options.user.find('\0') != std::string::npos ||
      options.password.reveal().find('\0') != std::string_view::npos) {
    refuse("user and password must not hold NUL");
  }
  if (!options.ca_file.empty()) require_authorities(options.ca_file);
  constexpr auto longest = std::chrono::hours(1);
  for (const auto deadline : {options.connect_deadline, options.deadline}) {
    if (deadline <= deadline.zero() || deadline > longest) {
      refuse("a deadline must be above zero, and an hour at most");
    }
  }
  return options;
}

/// Returns the address with its domain as A-labels, if the conversion is available and possible.
Email with_ascii_domain(const Email& email, const TextForms* forms) {
  if (forms == nullptr || email.is_ascii()) return email;
  const std::string& text = email.text();
  const std::size_t at = text.rfind('@');
  const auto domain = forms->ascii_domain(std::string_view(text).substr(at + 1));
  if (!domain) return email;
  return Email::parse(text.substr(0, at + 1) + *domain).value_or(email);
}

std::string name_of(const SmtpOptions& options) {
  return "mail server " + options.host + ":" + std::to_string(options.port);
}

}  // namespace

SmtpMailer::SmtpMailer(SmtpOptions options) : options_(checked(std::move(options))) {
  options_.from.address = with_ascii_domain(options_.from.address, options_.text_forms);
}

std::string SmtpMailer::message_id(std::string_view unique_name) const {
  return gatehouse::message_id(unique_name, options_.from);
}

void SmtpMailer::deliver(const Mail& mail) {
  Mail sent = mail;
  sent.to = with_ascii_domain(mail.to, options_.text_forms);
  const Email& from = options_.from.address;
  const Envelope envelope{from.text(), sent.to.text(), !from.is_ascii() || !sent.to.is_ascii()};
  std::string message = format_message(sent, options_.from);
  const WipeAtEnd wiped(message);
  Conversation conversation(message);
  const std::string failure = hand_over(options_, envelope, conversation);
  // Once the mail is accepted, an error during QUIT does not matter.
  if (failure.empty() || conversation.is_accepted()) return;
  const std::string what = name_of(options_) + ": " + failure;
  if (conversation.is_sent() && !conversation.is_refused()) {
    throw TransientPortError(what + "; the mail was sent, and may have been delivered");
  }
  throw PortError(what);
}

void SmtpMailer::check() const {
  const std::string failure = mail_smtp::greet(options_);
  if (!failure.empty()) throw PortError(name_of(options_) + ": " + failure);
}

}  // namespace gatehouse

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/mail_maildir/maildir_mailer.hpp>
#include <gatehouse/mail_smtp/smtp_mailer.hpp>
#include <gatehouse/mail_smtp/smtp_url.hpp>

#include "bad_option.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// "Name <address>" or an address alone.
MailSender parse_sender(const std::string& text) {
  const std::size_t open = text.rfind('<');
  const bool named = open != std::string::npos && text.ends_with('>');
  const std::string address = named ? text.substr(open + 1, text.size() - open - 2) : text;
  const auto email = Email::parse(address);
  if (!email) throw BadOption("mail-from", "is no e-mail address: " + text);
  std::string name = named ? text.substr(0, open) : std::string();
  while (name.ends_with(' ')) name.pop_back();
  return {.address = *email, .name = std::move(name)};
}

Secret read_password_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::getline(file, line);
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) {
    throw BadOption("smtp-password-file", "holds no password that can be read: " + path);
  }
  Secret password(line);
  wipe(line);
  return password;
}

Secret choose_password(const Secret& of_url, const Configuration& chosen) {
  const bool from_file = !chosen.smtp_password_file.empty();
  if (int{!of_url.empty()} + int{!chosen.smtp_password.empty()} + int{from_file} > 1) {
    throw std::invalid_argument(
        "the mail server's password must be given once: in the URL, as --smtp-password, or in "
        "--smtp-password-file");
  }
  if (from_file) return read_password_file(chosen.smtp_password_file);
  return of_url.empty() ? chosen.smtp_password : of_url;
}

SmtpSecurity without_required_starttls(const std::string& starttls) {
  return starttls == "off" ? SmtpSecurity::plain : SmtpSecurity::opportunistic;
}

SmtpOptions smtp_options(const Configuration& chosen) {
  SmtpOptions options = parse_smtp_url(chosen.mail);
  if (chosen.smtp_starttls != "required") {
    if (options.security == SmtpSecurity::implicit_tls) {
      throw BadOption("smtp-starttls", "is for smtp://; smtps:// always has TLS");
    }
    options.security = without_required_starttls(chosen.smtp_starttls);
  }
  options.password = choose_password(options.password, chosen);
  options.ca_file = chosen.smtp_ca_file;
  options.from = parse_sender(chosen.mail_from);
  options.deadline = chosen.smtp_deadline;
  options.connect_deadline = std::min(options.connect_deadline, options.deadline);
  // A mail is leased for longer than that to whoever delivers it.
  if (options.deadline > std::chrono::minutes(1)) {
    throw BadOption("smtp-deadline", "must be 1m at most");
  }
  return options;
}

/// There may be a password between "//" and "@".
std::string without_password(const std::string& url) {
  const std::size_t at = url.rfind('@');
  return at == std::string::npos ? url : url.substr(0, url.find(':')) + ":…" + url.substr(at);
}

}  // namespace

std::unique_ptr<Mailer> open_mailer(const Configuration& chosen) {
  constexpr std::string_view maildir = "maildir:";
  if (chosen.mail.starts_with(maildir) && chosen.mail.size() > maildir.size()) {
    return std::make_unique<MaildirMailer>(MaildirOptions{
        .path = chosen.mail.substr(maildir.size()), .from = parse_sender(chosen.mail_from)});
  }
  if (chosen.mail.starts_with("smtp://") || chosen.mail.starts_with("smtps://")) {
    return std::make_unique<SmtpMailer>(smtp_options(chosen));
  }
  throw BadOption("mail", "must be maildir:PATH, smtp://HOST or smtps://HOST, not " +
                              without_password(chosen.mail));
}

}  // namespace gatehouse::app

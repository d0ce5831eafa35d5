#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/mail_maildir/maildir_mailer.hpp>
#include <gatehouse/mail_smtp/smtp_mailer.hpp>
#include <gatehouse/mail_smtp/smtp_url.hpp>

#include "bad_option.hpp"
#include "text_file.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Parses "Name <address>" or an address alone.
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
  constexpr std::size_t max_size = 4096;
  std::string text;
  try {
    text = read_text_file(path, max_size);
  } catch (const UnusableFile& error) {
    throw BadOption("smtp-password-file", std::string("cannot be used: ") + error.what());
  }
  std::string_view line = std::string_view(text).substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  Secret password(line);
  wipe(text);
  if (password.empty()) {
    throw BadOption(
        "smtp-password-file",
        "cannot be used: " + path + ": its first line is empty; write the password there");
  }
  return password;
}

Secret choose_password(const Secret& of_url, const Configuration& chosen) {
  const bool from_file = !chosen.smtp_password_file.empty();
  if (int{!of_url.empty()} + int{!chosen.smtp_password.empty()} + int{from_file} > 1) {
    throw BadOption(from_file ? "smtp-password-file" : "smtp-password",
                    "must be the only password of the mail server: it is given once, in the URL, "
                    "as --smtp-password, or in --smtp-password-file");
  }
  if (from_file) return read_password_file(chosen.smtp_password_file);
  return of_url.empty() ? chosen.smtp_password : of_url;
}

SmtpSecurity without_required_starttls(const std::string& starttls) {
  return starttls == "off" ? SmtpSecurity::plain : SmtpSecurity::opportunistic;
}

SmtpOptions read_url(const std::string& url) {
  try {
    return parse_smtp_url(url);
  } catch (const std::invalid_argument& error) {
    throw BadOption("mail", std::string("cannot be used: ") + error.what());
  }
}

SmtpOptions smtp_options(const Configuration& chosen) {
  SmtpOptions options = read_url(chosen.mail);
  if (chosen.smtp_starttls != "required") {
    if (options.security == SmtpSecurity::implicit_tls) {
      throw BadOption("smtp-starttls", "is for smtp://; smtps:// always has TLS");
    }
    options.security = without_required_starttls(chosen.smtp_starttls);
  }
  options.password = choose_password(options.password, chosen);
  options.ca_file = chosen.smtp_ca_file;
  options.from = parse_sender(chosen.mail_from);
  options.text_forms = &text_forms();
  options.deadline = chosen.smtp_deadline;
  options.connect_deadline = std::min(options.connect_deadline, options.deadline);
  return options;
}

/// Removes the user information, which may contain a password.
std::string without_password(const std::string& url) {
  const std::size_t at = url.rfind('@');
  return at == std::string::npos ? url : url.substr(0, url.find(':')) + ":…" + url.substr(at);
}

/// Returns the options of the mailer selected by `--mail`.
std::variant<MaildirOptions, SmtpOptions> mailer_options(const Configuration& chosen) {
  constexpr std::string_view maildir = "maildir:";
  if (chosen.mail.starts_with(maildir) && chosen.mail.size() > maildir.size()) {
    return MaildirOptions{.path = chosen.mail.substr(maildir.size()),
                          .from = parse_sender(chosen.mail_from)};
  }
  if (chosen.mail.starts_with("smtp://") || chosen.mail.starts_with("smtps://")) {
    return smtp_options(chosen);
  }
  throw BadOption("mail", "must be maildir:PATH, smtp://HOST or smtps://HOST, not " +
                              without_password(chosen.mail));
}

void require_authorities(const std::string& path) {
  if (path.empty()) return;
  try {
    require_readable(path);
  } catch (const UnusableFile& error) {
    throw BadOption("smtp-ca-file", std::string("cannot be used: ") + error.what());
  }
}

void require_sender_of(const MailSender& sender) {
  try {
    require_sender(sender);
  } catch (const std::invalid_argument& error) {
    throw BadOption("mail-from", std::string("cannot be used: ") + error.what());
  }
}

}  // namespace

void check_mailer(const Configuration& chosen) {
  const auto options = mailer_options(chosen);
  require_sender_of(std::visit([](const auto& any) { return any.from; }, options));
  const auto* const smtp = std::get_if<SmtpOptions>(&options);
  if (smtp == nullptr) return;
  require_authorities(chosen.smtp_ca_file);
  try {
    const SmtpMailer mailer(*smtp);  // does not connect yet
  } catch (const std::invalid_argument& error) {
    throw BadOption("mail", std::string("cannot be used: ") + error.what());
  }
}

std::unique_ptr<Mailer> open_mailer(const Configuration& chosen) {
  const auto options = mailer_options(chosen);
  if (const auto* const maildir = std::get_if<MaildirOptions>(&options)) {
    return std::make_unique<MaildirMailer>(*maildir);
  }
  return std::make_unique<SmtpMailer>(std::get<SmtpOptions>(options));
}

}  // namespace gatehouse::app

#include "wiring.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

#include <gatehouse/mail_maildir/maildir_mailer.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

namespace gatehouse::app {
namespace {

/// What follows the scheme, if the text begins with it.
std::optional<std::string> after(std::string_view text, std::string_view scheme) {
  if (!text.starts_with(scheme) || text.size() == scheme.size()) return std::nullopt;
  return std::string(text.substr(scheme.size()));
}

/// "Name <address>" or an address alone.
MailSender parse_sender(const std::string& text) {
  const std::size_t open = text.rfind('<');
  const bool named = open != std::string::npos && text.ends_with('>');
  const std::string address = named ? text.substr(open + 1, text.size() - open - 2) : text;
  const auto email = Email::parse(address);
  if (!email) throw std::invalid_argument("--mail-from is no e-mail address: " + text);
  std::string name = named ? text.substr(0, open) : std::string();
  while (name.ends_with(' ')) name.pop_back();
  return {.address = *email, .name = std::move(name)};
}

}  // namespace

std::string sqlite_path(std::string_view database) {
  auto path = after(database, "sqlite:");
  if (!path) {
    throw std::invalid_argument("--database must be sqlite:PATH, not " + std::string(database));
  }
  return std::move(*path);
}

std::unique_ptr<Storage> open_storage(const Configuration& chosen) {
  SqliteStorage::assume_sole_use();
  return std::make_unique<SqliteStorage>(
      SqliteOptions{.path = sqlite_path(chosen.database), .migrate = chosen.migrate});
}

std::unique_ptr<Mailer> open_mailer(const Configuration& chosen) {
  const auto path = after(chosen.mail, "maildir:");
  if (!path) throw std::invalid_argument("--mail must be maildir:PATH, not " + chosen.mail);
  return std::make_unique<MaildirMailer>(
      MaildirOptions{.path = *path, .from = parse_sender(chosen.mail_from)});
}

Wiring::Wiring(const Configuration& chosen, std::unique_ptr<Mailer> mailer)
    : hasher_(chosen.argon2, entropy_),
      mailer_(std::move(mailer)),
      storage_(open_storage(chosen)) {}

Ports Wiring::ports() { return {*storage_, *mailer_, hasher_, digest_, clock_, entropy_}; }

}  // namespace gatehouse::app

#include <sys/timex.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/http/server.hpp>
#include <gatehouse/mail_smtp/smtp_mailer.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/storage_postgresql/postgresql_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>

#include "commands.hpp"
#include "doctor/addresses.hpp"
#include "doctor/encryption_keys.hpp"
#include "doctor/findings.hpp"
#include "file_descriptors.hpp"
#include "listen_address.hpp"
#include "stored_state.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

void check_configuration(Findings& findings, const Configuration& chosen) {
  findings.run("public-url", [&] {
    if (chosen.public_url.empty()) {
      return Findings::warn("public-url: not given; links in mail begin with " + chosen.listen);
    }
    const std::string url = checked_url("public-url", chosen.public_url);
    if (url.starts_with("http://")) {
      return Findings::warn("public-url: " + url + " is not https; codes in links can be read");
    }
    Findings::ok("public-url: " + url);
  });
  constexpr std::size_t sensible = 8;
  const std::string length = std::to_string(chosen.settings.password_min_length);
  if (chosen.settings.password_min_length < sensible) {
    Findings::warn("password-min-length: " + length + " lets in passwords that are guessed");
  } else {
    Findings::ok("password-min-length: " + length);
  }
}

void check_descriptors(Findings& findings, const Configuration& chosen) {
  findings.run("max-connections", [&] {
    const std::size_t available = raise_descriptor_limit();
    const std::size_t affordable = affordable_connections(chosen, available);
    const std::string what = "max-connections: " + std::to_string(affordable);
    if (affordable == chosen.server.max_connections) return Findings::ok(what);
    Findings::warn(what + " at the most, since the process may open " + std::to_string(available) +
                   " files");
  });
}

void check_space(Findings& findings, const std::string& path) {
  constexpr std::uintmax_t mib = 1024 * 1024;
  const auto folder = std::filesystem::absolute(path).parent_path();
  const std::uintmax_t free = std::filesystem::space(folder).available / mib;
  const std::string what = "storage: " + std::to_string(free) + " MiB are free for it";
  if (free < 16) return findings.error(what);
  if (free < 512) return Findings::warn(what);
  Findings::ok(what);
}

/// Writes something and takes it back.
void try_writing(Storage& storage) {
  OutgoingMail mail;
  SystemEntropy entropy;
  mail.id = make_id<OutgoingMailId>(SystemClock().now(), entropy);
  (void)storage.transact([&](Transaction& tx) -> Result<Done> {
    (void)tx.mail().count();
    tx.mail().insert(mail);
    return Unexpected(conflict("nothing is kept"));
  });
}

/// Null when there is no database yet.
std::unique_ptr<Storage> check_storage(Findings& findings, const Configuration& chosen) {
  const auto path = sqlite_path(chosen);
  if (path) {
    check_space(findings, *path);
    if (!std::filesystem::exists(*path)) {
      Findings::warn("storage: there is no database " + *path + " yet; serve makes it");
      return nullptr;
    }
    warn_if_open("storage", *path);
  }
  Configuration as_it_is = chosen;
  as_it_is.migrate = false;
  auto storage = open_storage(as_it_is);
  try_writing(*storage);
  const int version = path ? SqliteStorage::schema_version() : PostgresqlStorage::schema_version();
  Findings::ok("storage: can be read and written, schema version " + std::to_string(version));
  return storage;
}

/// `storage` is null when there is no database yet.
void check_stored(const Configuration& chosen, Storage* storage) {
  constexpr std::size_t sample = 100'000;
  if (storage == nullptr) return;
  if (!has_root_user(*storage)) {
    Findings::warn("root: there is no root user yet; gatehouse create-root makes one");
  }
  if (const auto fault = fault_of_hashing_memory(*storage, chosen.argon2, sample)) {
    return Findings::warn("hashing-memory-kib: " + *fault);
  }
  Findings::ok("hashing-memory-kib: enough for the passwords that are stored");
}

void check_mail(const Configuration& chosen) {
  const std::unique_ptr<Mailer> mailer = open_mailer(chosen);
  if (const auto* smtp = dynamic_cast<const SmtpMailer*>(mailer.get())) {
    warn_if_open("mail", chosen.smtp_password_file);
    smtp->check();
    return Findings::ok("mail: the mail server answers, and takes the login if there is one");
  }
  Findings::ok("mail: the Maildir can be written");
}

void check_tls(Findings& findings, const Configuration& chosen) {
  if (chosen.tls_certificate.empty() && chosen.tls_key.empty()) {
    return Findings::ok("tls: none; a proxy in front is to encrypt");
  }
  if (chosen.tls_certificate.empty() != chosen.tls_key.empty()) {
    return findings.error("tls: --tls-certificate and --tls-key belong together");
  }
  using std::chrono::system_clock;
  const auto end =
      http::certificate_end({.certificate = chosen.tls_certificate, .key = chosen.tls_key});
  const std::string date = format_utc(std::chrono::time_point_cast<Duration>(end)).substr(0, 10);
  if (end <= system_clock::now()) {
    findings.error("tls: the certificate ended on " + date);
  } else if (end <= system_clock::now() + std::chrono::hours(24 * 14)) {
    Findings::warn("tls: the certificate ends soon, on " + date);
  } else {
    Findings::ok("tls: the certificate fits the key and ends on " + date);
  }
  warn_if_open("tls", chosen.tls_key);
}

void check_clock(Findings& findings) {
  // Nothing of this program was there before.
  constexpr auto first_day = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);
  if (std::chrono::system_clock::now() < first_day) {
    return findings.error("clock: it stands before 2024, so all that expires is wrong");
  }
  timex state{};
  if (adjtimex(&state) == TIME_ERROR) {
    return Findings::warn("clock: the system does not know whether it is right (no NTP)");
  }
  Findings::ok("clock: synchronized");
}

}  // namespace

int doctor(const Configuration& chosen) {
  Findings findings(chosen);
  check_addresses(findings, chosen);
  check_configuration(findings, chosen);
  check_descriptors(findings, chosen);
  std::unique_ptr<Storage> storage;
  findings.run("storage", [&] { storage = check_storage(findings, chosen); });
  findings.run("passwords", [&] { check_stored(chosen, storage.get()); });
  findings.run("encryption", [&] { check_encryption_keys(findings, chosen, storage.get()); });
  findings.run("mail", [&] { check_mail(chosen); });
  findings.run("tls", [&] { check_tls(findings, chosen); });
  check_clock(findings);
  return findings.failed() ? 1 : 0;
}

}  // namespace gatehouse::app

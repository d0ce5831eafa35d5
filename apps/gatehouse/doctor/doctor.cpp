#include <sys/timex.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/http_server/server.hpp>
#include <gatehouse/mail_smtp/smtp_mailer.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "commands.hpp"
#include "doctor/encryption_keys.hpp"
#include "doctor/findings.hpp"
#include "doctor/names.hpp"
#include "doctor/start_checks.hpp"
#include "encryption.hpp"
#include "file_descriptors.hpp"
#include "listen_address.hpp"
#include "operations/watched_storage.hpp"
#include "stored_state.hpp"
#include "text_file.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

void tell_public_url(Findings& findings, const Configuration& chosen) {
  if (chosen.public_url.empty()) {
    return findings.warn("public-url: not given; links in mail begin with " + chosen.listen);
  }
  const std::string url = checked_url("public-url", chosen.public_url);
  if (url.starts_with("http://")) {
    return findings.warn("public-url: " + url + " is not https; codes in links can be read");
  }
  findings.ok("public-url: " + url);
}

void check_password_length(Findings& findings, const Configuration& chosen) {
  constexpr std::size_t sensible = 8;
  const std::string length = std::to_string(chosen.settings.password_min_length);
  if (chosen.settings.password_min_length < sensible) {
    findings.warn("password-min-length: " + length + " permits passwords that are easily guessed");
  } else {
    findings.ok("password-min-length: " + length);
  }
}

void tell_connections(Findings& findings, const Configuration& chosen) {
  const std::size_t available = raise_descriptor_limit();
  const std::size_t affordable = affordable_connections(chosen, available);
  const std::string what = "max-connections: " + std::to_string(affordable);
  if (affordable == chosen.server.max_connections) return findings.ok(what);
  findings.warn(what + " at the most, since the process may open " + std::to_string(available) +
                " files");
}

void check_space(Findings& findings, const std::string& path) {
  constexpr std::uintmax_t mib = 1024 * 1024;
  const auto folder = std::filesystem::absolute(path).parent_path();
  const std::uintmax_t free = std::filesystem::space(folder).available / mib;
  const std::string what = "storage: " + std::to_string(free) + " MiB are free for it";
  if (free < 16) return findings.error(what);
  if (free < 512) return findings.warn(what);
  findings.ok(what);
}

/// Reads the whole file, since damage may be in a page that no other check reads.
bool is_whole(Findings& findings, const std::string& path) {
  const auto damage = SqliteStorage::find_damage(path);
  if (!damage) return true;
  findings.error("storage: database " + path + " is damaged: " + *damage +
                 ". Stop the server, keep the file, and restore the last good backup");
  return false;
}

/// An older schema cannot be read yet. The server migrates it at startup.
void tell_older_schema(Findings& findings, const Configuration& chosen, int version) {
  const std::string needed = std::to_string(newest_schema_version(chosen));
  if (version == 0) {
    return findings.warn("storage: the database holds nothing yet; serve brings it to schema " +
                         ("version " + needed));
  }
  findings.warn("storage: the database has schema version " + std::to_string(version) +
                "; serve brings it to version " + needed +
                ". Back it up first, and examine it again afterwards");
}

/// Returns null if the database is missing, damaged or has an older schema.
std::unique_ptr<Storage> check_storage(Findings& findings, const Configuration& chosen,
                                       const std::optional<int>& version) {
  const auto path = sqlite_path(chosen);
  if (path) check_space(findings, *path);
  if (!version) {
    findings.warn("storage: there is no database " + path.value_or("") + " yet; serve makes it");
    return nullptr;
  }
  if (path) {
    warn_if_open(findings, "storage", *path);
    if (!is_whole(findings, *path)) return nullptr;
  }
  if (*version < newest_schema_version(chosen)) {
    tell_older_schema(findings, chosen, *version);
    return nullptr;
  }
  Configuration as_it_is = chosen;
  as_it_is.migrate = as_it_is.create = false;
  auto storage = open_storage(as_it_is);
  try_writing(*storage);
  findings.ok("storage: can be read and written, schema version " + std::to_string(*version));
  return storage;
}

/// `storage` is null if the database cannot be read.
void check_stored(Findings& findings, const Configuration& chosen, Storage* storage) {
  constexpr std::size_t sample = 100'000;
  if (storage == nullptr) return;
  if (!has_root_user(*storage)) {
    findings.warn("root: there is no root user yet; gatehouse create-root makes one");
  }
  if (const auto fault = fault_of_hashing_memory(*storage, chosen.argon2, sample)) {
    return findings.warn("hashing-memory-kib: " + *fault);
  }
  findings.ok("hashing-memory-kib: enough for the passwords that are stored");
}

void check_mail(Findings& findings, const Configuration& chosen) {
  const std::unique_ptr<Mailer> mailer = open_mailer(chosen);
  if (const auto* smtp = dynamic_cast<const SmtpMailer*>(mailer.get())) {
    warn_if_open(findings, "mail", chosen.smtp_password_file);
    smtp->check();
    return findings.ok("mail: the mail server answers, and takes the login if there is one");
  }
  findings.ok("mail: the Maildir can be written");
}

void check_tls(Findings& findings, const Configuration& chosen) {
  if (chosen.tls_certificate.empty()) {
    return findings.ok("tls: none; a proxy in front is to encrypt");
  }
  using std::chrono::system_clock;
  const auto end =
      http::certificate_end({.certificate = chosen.tls_certificate, .key = chosen.tls_key});
  const std::string date = format_utc(std::chrono::time_point_cast<Duration>(end)).substr(0, 10);
  if (end <= system_clock::now()) {
    findings.error("tls: the certificate ended on " + date);
  } else if (end <= system_clock::now() + std::chrono::hours(24 * 14)) {
    findings.warn("tls: the certificate ends soon, on " + date);
  } else {
    findings.ok("tls: the certificate fits the key and ends on " + date);
  }
  warn_if_open(findings, "tls", chosen.tls_key);
}

void check_clock(Findings& findings) {
  // The program did not exist before.
  constexpr auto first_day = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);
  if (std::chrono::system_clock::now() < first_day) {
    return findings.error("clock: it stands before 2024, so all that expires is wrong");
  }
  timex state{};
  if (adjtimex(&state) == TIME_ERROR) {
    return findings.warn("clock: the system does not know whether it is right (no NTP)");
  }
  findings.ok("clock: synchronized");
}

}  // namespace

int doctor(const Configuration& chosen) {
  PrintedFindings findings(chosen);
  const StartFacts start = check_start(findings, chosen);
  if (start.has_good_url) tell_public_url(findings, chosen);
  check_password_length(findings, chosen);
  if (start.has_good_descriptors) tell_connections(findings, chosen);
  std::unique_ptr<Storage> storage;
  if (start.has_good_storage) {
    findings.run("storage",
                 [&] { storage = check_storage(findings, chosen, start.schema_version); });
  }
  findings.run("passwords", [&] { check_stored(findings, chosen, storage.get()); });
  // The severity of a missing key file depends on the database.
  if (start.has_good_key_file || !file_exists(encryption_key_file(chosen))) {
    findings.run("encryption", [&] { check_encryption_keys(findings, chosen, storage.get()); });
  }
  findings.run("names", [&] {
    if (storage) check_names(findings, *storage);
  });
  if (start.has_good_mail) findings.run("mail", [&] { check_mail(findings, chosen); });
  if (start.has_good_tls) findings.run("tls", [&] { check_tls(findings, chosen); });
  check_clock(findings);
  return findings.failed() ? 1 : 0;
}

}  // namespace gatehouse::app

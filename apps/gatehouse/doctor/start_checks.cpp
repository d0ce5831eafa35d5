#include "doctor/start_checks.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>

#include <gatehouse/http_server/server.hpp>
#include <gatehouse/ports/mailer.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "bad_option.hpp"
#include "configuration_checks.hpp"
#include "doctor/access_log_check.hpp"
#include "doctor/addresses.hpp"
#include "doctor/findings.hpp"
#include "doctor/thread_check.hpp"
#include "encryption.hpp"
#include "file_descriptors.hpp"
#include "installation_files.hpp"
#include "text_file.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

namespace fs = std::filesystem;

void check_tls(const Configuration& chosen) {
  check_tls_options(chosen);
  if (chosen.tls_key.empty()) return;
  try {
    (void)http::certificate_end({.certificate = chosen.tls_certificate, .key = chosen.tls_key});
  } catch (const std::runtime_error& error) {
    throw BadOption("tls-certificate", std::string("and --tls-key: ") + error.what());
  }
}

void check_mail(const Configuration& chosen) {
  check_mailer(chosen);
  (void)open_mailer(chosen);
}

/// Checks the file only. Keys that do not match the database do not prevent a start.
void check_key_file(const Configuration& chosen) {
  const std::string path = encryption_key_file(chosen);
  if (path.empty()) return;
  const bool is_named = !chosen.encryption_key_file.empty();
  std::error_code failure;
  if (!file_exists(path) && fs::is_symlink(fs::symlink_status(path, failure))) {
    throw BadOption("encryption-key-file", "cannot be used: the encryption key file " + path +
                                               " is a symbolic link to a file that does not exist");
  }
  // A start creates the default file next to an SQLite database, but not one that was named.
  if (is_named || file_exists(path)) (void)read_encryption_keys(chosen);
}

std::optional<int> check_storage(const Configuration& chosen) {
  const std::optional<int> version = find_schema_version(chosen);
  const int needed = newest_schema_version(chosen);
  const int found = version.value_or(0);
  if (!chosen.migrate && found < needed) {
    throw PortError("the database has schema version " + std::to_string(found) +
                    ", this program needs " + std::to_string(needed) +
                    ": migrate it first, with gatehouse migrate or without --no-migrate");
  }
  return version;
}

}  // namespace

StartFacts check_start(Findings& findings, const Configuration& chosen) {
  StartFacts facts;
  // Options come first, so that a wrong one is reported before anything else is accessed.
  check_addresses(findings, chosen);
  facts.has_good_url = findings.run("public-url", [&] { check_public_url(chosen); });
  findings.run("issuer", [&] { check_issuer(chosen); });
  facts.has_good_tls = findings.run("tls", [&] { check_tls(chosen); });
  findings.run("hashing", [&] { check_hashing(chosen.argon2); });
  facts.has_good_descriptors = findings.run(
      "max-connections", [&] { (void)affordable_connections(chosen, raise_descriptor_limit()); });
  findings.run("threads", [&] { check_threads(chosen); });
  findings.run("access-log", [&] {
    if (const auto fault = fault_of_target(chosen, chosen.access_log)) {
      throw BadOption("access-log", "cannot be used: " + *fault);
    }
    check_access_log(chosen.access_log);
  });
  facts.has_good_key_file = findings.run("encryption", [&] { check_key_file(chosen); });
  // Last, since this may create directories and wait for a server.
  facts.has_good_mail = findings.run("mail", [&] { check_mail(chosen); });
  facts.has_good_storage =
      findings.run("storage", [&] { facts.schema_version = check_storage(chosen); });
  return facts;
}

}  // namespace gatehouse::app

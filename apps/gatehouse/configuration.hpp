/// The configuration, from flags, environment and configuration file.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/http_server/server.hpp>
#include <gatehouse/password_argon2/argon2_password_hasher.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse::app {

inline std::size_t one_per_processor() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

struct Configuration {
  /// The name of the subcommand.
  std::string command;
  /// For each option from the environment or the configuration file, a description of its source.
  std::map<std::string, std::string> sources;

  std::string database = "sqlite:gatehouse.db";
  std::size_t database_connections = 16;
  std::chrono::milliseconds database_deadline{5000};
  /// If empty, the key file is next to the SQLite database (see encryption.hpp).
  std::string encryption_key_file;
  std::string mail = "maildir:mail";
  std::string mail_from = "Gatehouse <gatehouse@localhost>";
  /// "required", "optional" or "off".
  std::string smtp_starttls = "required";
  Secret smtp_password;
  std::string smtp_password_file;
  std::string smtp_ca_file;
  std::chrono::milliseconds smtp_deadline = std::chrono::seconds(30);
  std::string listen = "127.0.0.1:8080";
  /// Listener for /metrics; empty for none.
  std::string admin_listen;
  /// Whether the description of the API is shown at /docs.
  bool docs = true;
  /// A path, or "-" for standard error; empty for no access log.
  std::string access_log;
  /// Paths; either both or neither are set.
  std::string tls_certificate;
  std::string tls_key;
  /// If empty, http:// or https:// followed by the listen address.
  std::string public_url;
  /// Origins whose pages may use the API from browsers, or "*" alone; see http::CrossOriginOptions.
  std::vector<std::string> cors_origins;
  /// If empty, the same as `public_url`.
  std::string issuer;
  /// Whether former signing keys are discarded when a new one is created.
  bool discard_former = false;
  bool migrate = true;
  /// Whether an older SQLite database is copied before it is migrated.
  bool backup_before_migrate = true;
  /// Whether a missing database file is created.
  bool create = true;
  /// The file of an export or import: a path, or "-" for the standard stream.
  std::string output = "-";
  std::string input = "-";
  bool keep_unusable_passwords = false;
  std::string log_level = "info";
  /// Destination of `backup`.
  std::string backup;
  /// E-mail of the root user to create.
  std::string email;
  /// Path of the key file to create.
  std::string new_key_file;

  Settings settings;
  Argon2Options argon2;
  http::ServerOptions server{.hashing = {.threads = one_per_processor()}};
};

}  // namespace gatehouse::app

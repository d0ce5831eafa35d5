/// What the operator chose, from flags, environment and configuration file.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <thread>

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
  /// Of each option that the environment or the configuration file gave: where it stands, in words.
  std::map<std::string, std::string> sources;

  std::string database = "sqlite:gatehouse.db";
  std::size_t database_connections = 16;
  std::chrono::milliseconds database_deadline{5000};
  /// Empty: beside an SQLite database (see encryption.hpp).
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
  /// Where /metrics is; empty: nowhere.
  std::string admin_listen;
  /// A path, or "-" for standard error; empty: none.
  std::string access_log;
  /// Paths; both or neither.
  std::string tls_certificate;
  std::string tls_key;
  /// Empty: http:// or https:// and the address that is listened on.
  std::string public_url;
  /// Empty: as `public_url`.
  std::string issuer;
  /// Whether former signing keys are forgotten when a new one is made.
  bool discard_former = false;
  bool migrate = true;
  /// Copy an older SQLite database before it is migrated.
  bool backup_before_migrate = true;
  /// Make the database's file where there is none.
  bool create = true;
  /// Of an export: a path, or "-" for the standard stream.
  std::string output = "-";
  std::string input = "-";
  bool keep_unusable_passwords = false;
  std::string log_level = "info";
  /// Where `backup` writes to.
  std::string backup;
  /// Of the root user to create.
  std::string email;
  /// Of the key file to create.
  std::string new_key_file;

  Settings settings;
  Argon2Options argon2;
  http::ServerOptions server{.hashing = {.threads = one_per_processor()}};
};

}  // namespace gatehouse::app

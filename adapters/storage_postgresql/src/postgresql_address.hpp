/// The address of a database: the URL as parsed by libpq, and a name that may be shown.
#pragma once

#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include <chrono>
#include <map>
#include <string>

namespace gatehouse {

struct PostgresqlAddress {
  /// The parameters for libpq: those of the URL, and Gatehouse's defaults.
  std::map<std::string, std::string> parameters;
  /// The settings of each session, applied once it is connected (see session_setup.hpp):
  /// Gatehouse's, overridden and extended by those in the URL's `options`.
  std::map<std::string, std::string> settings;
  /// The name to show, without user and password.
  std::string name;
  /// The session's lock_timeout, unless the URL says otherwise.
  std::chrono::milliseconds lock_deadline{};
  /// How long a single statement may take; 0: no limit.
  std::chrono::milliseconds statement_deadline{};
  /// How long setting up a session may take.
  std::chrono::milliseconds set_up_deadline{};
};

/// Throws PortError when libpq cannot parse the URL; the message contains nothing that may be part
/// of a password.
[[nodiscard]] PostgresqlAddress read_address(const PostgresqlOptions& options);

}  // namespace gatehouse

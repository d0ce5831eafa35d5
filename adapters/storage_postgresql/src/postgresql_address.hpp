/// Which database it is: the URL, as libpq reads it, and a name for it that may be shown.
#pragma once

#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include <chrono>
#include <map>
#include <string>

namespace gatehouse {

struct PostgresqlAddress {
  /// What libpq is given: the options of the URL, and ours where it has none.
  std::map<std::string, std::string> parameters;
  /// The settings of each session, which are made once it is connected (see session_setup.hpp):
  /// ours, and in their place and beside them those in the URL's `options`.
  std::map<std::string, std::string> settings;
  /// Without user and password.
  std::string name;
  /// The session's lock_timeout, unless the URL says otherwise.
  std::chrono::milliseconds lock_deadline{};
  /// How long a single statement may take; 0: as long as it takes.
  std::chrono::milliseconds statement_deadline{};
  /// For setting up a session.
  std::chrono::milliseconds set_up_deadline{};
};

/// Throws PortError, without anything that may be part of a password, when libpq cannot read the
/// URL.
[[nodiscard]] PostgresqlAddress read_address(const PostgresqlOptions& options);

}  // namespace gatehouse

/// Which database it is: the URL, as libpq reads it, and a name for it that may be shown.
#pragma once

#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include <string>

namespace gatehouse {

struct PostgresqlAddress {
  /// With the options of the URL that was given, and ours where it has none, all of them as
  /// parameters: "postgresql://?name=value&…", all but letters and digits of a value as "%xx". SOCI
  /// takes a connection string apart by rules of its own before libpq sees it, and leaves nothing
  /// but this in one piece.
  std::string connection_url;
  /// Without user and password.
  std::string name;
};

/// Throws PortError, without anything that may be part of a password, when libpq cannot read the
/// URL.
[[nodiscard]] PostgresqlAddress read_address(const PostgresqlOptions& options);

}  // namespace gatehouse

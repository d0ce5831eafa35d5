/// Which database it is: the URL, as libpq reads it, and a name for it that may be shown.
#pragma once

#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include <string>

namespace gatehouse {

struct PostgresqlAddress {
  /// The URL's options, and ours where it has none, in libpq's form "key='value' …".
  std::string connection_string;
  /// Without user and password.
  std::string name;
};

/// Throws PortError, without anything that may be part of a password, when libpq cannot read the URL.
[[nodiscard]] PostgresqlAddress read_address(const PostgresqlOptions& options);

}  // namespace gatehouse

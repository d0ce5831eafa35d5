/// Opening the database's file: what is there, whose it is, and of which version.
#pragma once

#include <memory>
#include <optional>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "sqlite_connection.hpp"

namespace gatehouse {

/// A connection that writes, to a database that is ours: made if `options` say so, in WAL mode,
/// schema as it was. Throws as SqliteStorage's constructor.
[[nodiscard]] std::unique_ptr<SqliteConnection> open_for_writing(const SqliteOptions& options);

/// The version of the database's schema, without changing anything; nothing when there is no
/// database yet, and one could be made. Throws as open_for_writing().
[[nodiscard]] std::optional<int> find_schema_version(const SqliteOptions& options);

/// A connection that cannot write, to a database that was opened for writing before.
[[nodiscard]] std::unique_ptr<SqliteConnection> open_for_reading(const SqliteOptions& options);

}  // namespace gatehouse

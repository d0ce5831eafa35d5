/// Opening the database's file, with checks of its owner program and its schema version.
#pragma once

#include <memory>
#include <optional>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "sqlite_connection.hpp"

namespace gatehouse {

/// Opens a Gatehouse database for writing, in WAL mode, without migrating it. Makes the file if
/// `options` say so. Throws as SqliteStorage's constructor.
[[nodiscard]] std::unique_ptr<SqliteConnection> open_for_writing(const SqliteOptions& options);

/// Returns the version of the database's schema, without changing anything; std::nullopt when no
/// database exists yet and one could be made. Throws as open_for_writing().
[[nodiscard]] std::optional<int> find_schema_version(const SqliteOptions& options);

/// Opens a read-only connection to a database that was opened for writing before.
[[nodiscard]] std::unique_ptr<SqliteConnection> open_for_reading(const SqliteOptions& options);

}  // namespace gatehouse

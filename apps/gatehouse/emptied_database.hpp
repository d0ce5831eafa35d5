/// Detection of a database that has lost its contents.
#pragma once

namespace gatehouse::app {

struct Configuration;

/// Throws PortError if the file of `sqlite:PATH` is missing or empty although its key, PATH.key, or
/// its write-ahead log, PATH-wal, exists: the database was lost, and the server would replace it
/// with a new one. (A server creates the key after the database.) Does nothing if creating a
/// database is not permitted anyway.
void refuse_emptied_database(const Configuration& chosen);

}  // namespace gatehouse::app

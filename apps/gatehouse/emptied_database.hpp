/// A database that has lost all that was in it.
#pragma once

namespace gatehouse::app {

struct Configuration;

/// Throws PortError when the file of `sqlite:PATH` is missing or empty although its key, PATH.key,
/// or its write-ahead log, PATH-wal, is there: a database was here, and a new one would be served
/// in its place. (A server makes the key after the database.) Does nothing where no database may be
/// made anyway.
void refuse_emptied_database(const Configuration& chosen);

}  // namespace gatehouse::app

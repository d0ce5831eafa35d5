#include "sqlite_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>

#include <gatehouse/storage_sql/migrations.hpp>

namespace gatehouse {
namespace {

/// Marks the file as Gatehouse's ("GATE"): see
/// https://www.sqlite.org/fileformat.html#application_id
constexpr long long application_id = 0x47415445;

std::string reason() { return std::generic_category().message(errno); }

/// Returns why a file cannot be made, and what to do about it.
std::string reason_not_made() {
  switch (errno) {
    case ENOENT: return reason() + "; make its folder first";
    case EACCES: return reason() + "; the user that runs gatehouse needs the right to write there";
    default: return reason();
  }
}

/// Makes the file without opening it: closing a file drops every lock that this process has on it
/// (POSIX), those of another storage included.
void make_file(const std::string& path) {
  if (::mknod(path.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) == 0 || errno == EEXIST) return;
  throw PortError("cannot create database " + path + ": " + reason_not_made());
}

/// Makes a file beside `path`, and removes it: the permissions alone do not show whether that
/// works.
void try_making_file(const std::string& path) {
  std::string name = path + ".XXXXXX";
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) throw PortError("cannot create database " + path + ": " + reason_not_made());
  ::unlink(name.c_str());
  ::close(file);
}

void check_file(const SqliteOptions& options) {
  const std::string& path = options.path;
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found) {
    if (std::filesystem::is_symlink(std::filesystem::symlink_status(path, failure))) {
      throw PortError("cannot open database " + path +
                      ": it is a symbolic link to a file that does not exist");
    }
    throw PortError("there is no database " + path);
  }
  if (failure) throw PortError("cannot open database " + path + ": " + failure.message());
  if (std::filesystem::is_directory(status)) {
    throw PortError("cannot open database " + path + ": it is a folder");
  }
  if (!std::filesystem::is_regular_file(status)) {
    throw PortError("cannot open database " + path + ": it is not a regular file");
  }
  if (::access(path.c_str(), R_OK | W_OK) != 0) {
    throw PortError("cannot open database " + path + " for writing: " + reason());
  }
  // SQLite makes further files beside the database's file.
  const std::string folder = std::filesystem::canonical(path).parent_path().string();
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    throw PortError("cannot write to the folder of database " + path + ": " + reason());
  }
  if (!options.create && std::filesystem::file_size(path, failure) == 0) {
    throw PortError(
        "database " + path +
        " is empty: its file holds nothing; restore a backup, or migrate it if it is new");
  }
}

/// Returns true when the database is marked as Gatehouse's, false when it is empty; throws when it
/// belongs to another program.
bool is_ours(SqliteConnection& connection, const std::string& path) {
  // The order matters: another process may be initialising the database now, and sets the mark
  // first.
  if (connection.number("SELECT count(*) FROM sqlite_master") == 0) return false;
  if (connection.number("PRAGMA application_id") == application_id) return true;
  throw PortError("database " + path + " belongs to another program");
}

void claim(SqliteConnection& connection, const std::string& path) {
  connection.run("BEGIN IMMEDIATE");
  try {
    if (!is_ours(connection, path)) {
      connection.run("PRAGMA application_id = " + std::to_string(application_id));
    }
    connection.run("COMMIT");
  } catch (...) {
    sql::Command(connection.sql(), "ROLLBACK").try_run();
    throw;
  }
}

/// The mode is persistent. When two processes set it at the same time, SQLite fails for one of them
/// without waiting.
void use_wal(SqliteConnection& connection, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    try {
      if (connection.text("PRAGMA journal_mode = WAL") == "wal") return;
      throw PortError("the database's file system does not support WAL");
    } catch (const TransientPortError&) {
      connection.sql().failed = false;
      if (std::chrono::steady_clock::now() >= deadline) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
}

/// When SQLite reports an I/O error while it makes its files for a database, the disk is most often
/// full.
[[noreturn]] void explain(const SqliteIoError& error, const std::string& path) {
  constexpr std::uintmax_t needed_kib = 128;
  std::error_code failure;
  const auto folder = std::filesystem::absolute(path).parent_path();
  const std::uintmax_t free_kib = std::filesystem::space(folder, failure).available / 1024;
  if (failure || free_kib >= needed_kib) {
    throw SqliteIoError("cannot open database " + path + ": " + error.what());
  }
  throw PortError("cannot open database " + path + ": its disk is full (" +
                  std::to_string(free_kib) + " KiB are free); make room on it");
}

}  // namespace

std::unique_ptr<SqliteConnection> open_for_writing(const SqliteOptions& options) {
  if (options.path.empty()) throw PortError("the database's path is empty");
  if (options.create) make_file(options.path);
  check_file(options);
  const auto deadline = std::chrono::steady_clock::now() + options.busy_deadline;
  auto connection = std::make_unique<SqliteConnection>(options.path, options.busy_deadline);
  try {
    const bool ours = is_ours(*connection, options.path);
    use_wal(*connection, deadline);
    if (!ours) claim(*connection, options.path);
  } catch (const NoSqliteDatabase&) {
    throw PortError("cannot open database " + options.path +
                    ": it is no SQLite database. Name another path, or restore a backup");
  } catch (const SqliteIoError& error) {
    explain(error, options.path);
  }
  connection->run("PRAGMA synchronous = FULL");
  // Overwritten or erased values may be secrets that an earlier version stored in the clear.
  connection->run("PRAGMA secure_delete = ON");
  connection->run("PRAGMA journal_size_limit = 67108864");
  return connection;
}

std::optional<int> find_schema_version(const SqliteOptions& options) {
  if (options.path.empty()) throw PortError("the database's path is empty");
  std::error_code failure;
  const auto named = std::filesystem::symlink_status(options.path, failure);
  if (options.create && !std::filesystem::exists(named)) {
    try_making_file(options.path);
    return std::nullopt;
  }
  check_file(options);
  if (std::filesystem::file_size(options.path) == 0) return std::nullopt;
  SqliteOptions as_it_is = options;
  as_it_is.create = false;
  const auto connection = open_for_writing(as_it_is);
  return sql::schema_version(connection->sql(), options.path);
}

std::unique_ptr<SqliteConnection> open_for_reading(const SqliteOptions& options) {
  auto connection = std::make_unique<SqliteConnection>(options.path, options.busy_deadline);
  connection->run("PRAGMA query_only = ON");
  return connection;
}

}  // namespace gatehouse

/// Whether the names of the database's files still stand for the files that are open.
///
/// SQLite goes on writing to files that were removed, renamed or replaced, and reports success:
/// what it writes is lost when the last descriptor is closed. Only a look at the names tells.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <string>

namespace gatehouse {

class SqliteFiles {
 public:
  /// Notes which files are at `path`, and beside it as `-wal` and `-shm`. To be constructed while a
  /// connection to the database is open in WAL mode: all three files exist then, and no other
  /// process removes any of them.
  explicit SqliteFiles(const std::string& path);

  /// Costs three calls of stat(2), about a microsecond each.
  [[nodiscard]] bool are_in_place() const noexcept;

  /// Throws StorageUnwritable, with the name of the file that was moved or replaced.
  void require_in_place() const;

  /// How large the write-ahead log's file is, in bytes.
  [[nodiscard]] std::size_t wal_bytes() const noexcept;

 private:
  struct File {
    std::string name{};
    dev_t device = 0;
    ino_t inode = 0;
  };

  [[nodiscard]] static bool is_in_place(const File& file) noexcept;

  std::array<File, 3> files_;
};

}  // namespace gatehouse

/// Checks whether the names of the database's files still refer to the open files.
///
/// SQLite continues to write to files that were removed, renamed or replaced, and reports success;
/// these writes are lost when the last descriptor is closed. Only a check of the names detects
/// this.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <string>

namespace gatehouse {

class SqliteFiles {
 public:
  /// Records the identity of the file at `path` and of its `-wal` and `-shm` files. Must be
  /// constructed while a connection to the database is open in WAL mode: then all three files
  /// exist, and no other process removes any of them.
  explicit SqliteFiles(const std::string& path);

  /// Costs three calls of stat(2), about a microsecond each.
  [[nodiscard]] bool are_in_place() const noexcept;

  /// Throws StorageUnwritable, naming the file that was moved or replaced.
  void require_in_place() const;

  /// The size of the WAL file in bytes.
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

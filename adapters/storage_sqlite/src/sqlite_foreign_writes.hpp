/// Whether something else than SQLite has written to the database's file.
///
/// `cp backup.db live.db` keeps the file and changes what is in it: the names tell nothing. But in
/// WAL mode the file is written by checkpoints alone, whichever process makes them, and these leave
/// traces in the WAL-index (https://www.sqlite.org/walformat.html#walidxfmt). A file whose time of
/// modification has changed without such a trace was overwritten.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <ctime>
#include <string>

#include "sqlite_connection.hpp"

namespace gatehouse {

class SqliteForeignWrites {
 public:
  /// To be used by the thread of the connection alone, outside of transactions that checkpoint.
  /// `connection` outlives this.
  SqliteForeignWrites(SqliteConnection& connection, const std::string& path);

  /// From the first such write on; what the database holds is not what was committed any more.
  /// Costs one call of statx(2) unless there was a checkpoint. From then on nothing is written to
  /// the file by this connection, not even when it is closed.
  [[nodiscard]] bool were_found() noexcept;

 private:
  /// The log's salts, which change when it begins again, and how much of it was moved: done, begun.
  using Checkpoints = std::array<std::uint32_t, 4>;
  struct Look {
    std::timespec modified{};
    off_t size = 0;
    Checkpoints checkpoints{};
  };

  [[nodiscard]] bool look(Look& seen) const noexcept;
  [[nodiscard]] bool read_status(Look& seen) const noexcept;
  [[nodiscard]] bool read_checkpoints(Checkpoints& seen) const noexcept;

  SqliteConnection& connection_;
  const std::string path_;
  Look last_;
  bool found_ = false;
};

}  // namespace gatehouse

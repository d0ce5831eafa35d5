/// Whether another program than SQLite has written to the database's file.
///
/// `cp backup.db live.db` keeps the file and changes its contents, so its name tells nothing. But
/// in WAL mode the file is written by checkpoints alone, whichever process makes them, and these
/// leave traces in the WAL-index (https://www.sqlite.org/walformat.html#walidxfmt). A file that has
/// another time of modification without such a trace is suspect, and a sample of its pages decides:
/// `touch` changes the time too. The log itself must be as long as the WAL-index says: commits that
/// follow a truncation leave a hole in it, and are lost when the database is opened next.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>

#include "sqlite_connection.hpp"

namespace gatehouse {

class SqliteForeignWrites {
 public:
  /// To be used by the thread of the connection alone, outside of transactions that checkpoint.
  /// `connection` outlives this.
  SqliteForeignWrites(SqliteConnection& connection, const std::string& path);

  /// True from the first such write on: the database no longer holds what was committed, and this
  /// connection writes nothing more to the file, not even when it is closed. Costs three calls of
  /// statx(2); after a checkpoint a megabyte is read as well.
  [[nodiscard]] bool were_found() noexcept;

 private:
  /// The log's salts, which change when it begins again, and how many of its frames were moved, and
  /// were going to be moved by the last checkpoint.
  using Checkpoints = std::array<std::uint32_t, 4>;
  struct Look {
    std::timespec modified{};
    off_t size = 0;
    Checkpoints checkpoints{};
    /// A hash of the sample; set while no checkpoint is under way.
    std::size_t content = 0;
  };

  /// What the WAL-index says of the log.
  struct Log {
    std::array<std::uint32_t, 2> salts{};
    std::uint32_t frames = 0;
    std::uint32_t page_size = 0;
    bool operator==(const Log&) const = default;
  };

  /// Always true.
  bool give_up() noexcept;

  /// Whether the log is shorter than its frames.
  [[nodiscard]] bool log_is_cut() const noexcept;

  /// The first part of the WAL-index; null while the database is not open.
  [[nodiscard]] const volatile void* index() const noexcept;

  // Each is false when there is no answer now.
  [[nodiscard]] bool read_log(Log& seen) const noexcept;
  [[nodiscard]] bool look(Look& seen) const noexcept;
  [[nodiscard]] bool read_status(Look& seen) const noexcept;
  [[nodiscard]] bool read_checkpoints(Checkpoints& seen) const noexcept;
  [[nodiscard]] bool read_content(Look& seen) const noexcept;

  [[nodiscard]] static bool is_under_way(const Checkpoints& checkpoints) noexcept;
  [[nodiscard]] static bool is_same_moment(const Look& one, const Look& other) noexcept;

  SqliteConnection& connection_;
  const std::string path_;
  const std::string log_path_ = path_ + "-wal";
  std::optional<Look> last_;
  bool found_ = false;
};

}  // namespace gatehouse

/// Detects writes to the database's file by a program other than SQLite.
///
/// `cp backup.db live.db` keeps the file and changes its contents, so a check of its name does not
/// detect it. But in WAL mode only checkpoints write to the file, whichever process makes them, and
/// these leave traces in the WAL-index (https://www.sqlite.org/walformat.html#walidxfmt). A file
/// whose modification time has changed without such a trace is suspect, and a sample of its pages
/// decides, since `touch` changes the time too. The log must also be as long as the WAL-index
/// states: commits that follow a truncation leave a hole in it, and are lost when the database is
/// opened next.
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
  /// May be used only by the thread of the connection, outside of transactions that checkpoint.
  /// `connection` must outlive this object.
  SqliteForeignWrites(SqliteConnection& connection, const std::string& path);

  /// True from the first foreign write on: the database no longer contains what was committed, and
  /// this connection writes nothing more to the file, not even when it is closed. Costs three calls
  /// of statx(2); after a checkpoint a megabyte is read as well.
  [[nodiscard]] bool were_found() noexcept;

 private:
  /// The salts of the WAL, which change when it is reset, and the numbers of its frames that the
  /// last checkpoint has moved and was going to move.
  using Checkpoints = std::array<std::uint32_t, 4>;
  struct Look {
    std::timespec modified{};
    off_t size = 0;
    Checkpoints checkpoints{};
    /// A hash of the sample; set while no checkpoint is under way.
    std::size_t content = 0;
  };

  /// The state of the log according to the WAL-index.
  struct Log {
    std::array<std::uint32_t, 2> salts{};
    std::uint32_t frames = 0;
    std::uint32_t page_size = 0;
    bool operator==(const Log&) const = default;
  };

  /// Returns true always.
  bool give_up() noexcept;

  /// Whether the log is too short for its frames.
  [[nodiscard]] bool log_is_cut() const noexcept;

  /// The first part of the WAL-index; null while the database is not open.
  [[nodiscard]] const volatile void* index() const noexcept;

  // Each function returns false when the value cannot be read now.
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

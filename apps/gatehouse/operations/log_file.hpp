/// A log: lines that are written on a thread of their own.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::app {

/// No caller waits for the disk, or for the reader of a pipe: lines are gathered, up to 4 MiB, and
/// those that find no room, or cannot be written, are dropped and counted.
class LogFile {
 public:
  /// Reports in words for the operator: that the log cannot be written, or how many lines were
  /// dropped when it can be written again. Called by the thread of the log.
  using Report = std::function<void(std::string_view)>;

  /// Appends to the file at `path`, made with mode 0640; "-" is standard error. A FIFO is not
  /// waited for. Throws std::system_error.
  LogFile(std::string path, Report report);
  /// Writes what is queued, for a second at most. A write that hangs in the system is left behind:
  /// its thread goes on until the process ends.
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// `line` ends with '\n'. From any thread.
  void write(std::string_view line) noexcept;

  /// The same for a line that matters more than others: it is written at once, and finds room
  /// where others are dropped.
  void write_now(std::string_view line) noexcept;

  /// Waits until what was given so far is written, or `deadline` has passed.
  void drain(std::chrono::milliseconds deadline) noexcept;

  /// Goes on with the file that has that name now, after logrotate(8) gave the former another one.
  /// Throws std::system_error, and goes on with the former one.
  void reopen();

  /// Lines.
  [[nodiscard]] std::uint64_t dropped() const noexcept;

 private:
  class Implementation;
  std::shared_ptr<Implementation> implementation_;
};

}  // namespace gatehouse::app

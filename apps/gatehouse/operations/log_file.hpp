/// A log whose lines are written by a separate thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::app {

/// Callers never wait for the disk or for the reader of a pipe. Up to 4 MiB of lines are buffered;
/// lines that exceed this or cannot be written are dropped and counted.
class LogFile {
 public:
  /// Called by the log's thread with a message for the operator: that the log cannot be written, or
  /// how many lines were dropped once it can be written again.
  using Report = std::function<void(std::string_view)>;

  /// Appends to the file at `path`, created with mode 0640; "-" is standard error. Does not wait
  /// for the reader of a FIFO. Throws std::system_error.
  LogFile(std::string path, Report report);
  /// Writes queued lines for at most a second. A write that hangs in the system is abandoned; its
  /// thread continues until the process ends.
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// `line` ends with '\n'. Thread-safe.
  void write(std::string_view line) noexcept;

  /// Does the same for an important line: it is written at once, and has reserved buffer space.
  void write_now(std::string_view line) noexcept;

  /// Waits until all lines so far are written, or `deadline` has passed.
  void drain(std::chrono::milliseconds deadline) noexcept;

  /// Reopens the file by its name, after logrotate(8) has renamed the old one. On failure, throws
  /// std::system_error and keeps using the old file.
  void reopen();

  /// Number of lines.
  [[nodiscard]] std::uint64_t dropped() const noexcept;

 private:
  class Implementation;
  std::shared_ptr<Implementation> implementation_;
};

}  // namespace gatehouse::app

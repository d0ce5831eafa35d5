/// A file of lines that is written on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace gatehouse::app {

/// Whoever writes does not wait for the disk: lines are gathered, up to 4 MiB, and what comes when
/// there is no more room is dropped and counted.
class LogFile {
 public:
  /// Appends to the file at `path`, made with mode 0640; "-" is standard error. `log_failure` is
  /// told once when the file cannot be written, until it can again. Throws std::system_error.
  LogFile(std::string path, std::function<void(std::string_view)> log_failure);
  /// Writes what there is.
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// `line` ends with '\n'. From any thread.
  void write(std::string_view line) noexcept;

  /// Goes on with the file that has that name now, after logrotate(8) gave the former another one.
  /// Throws std::system_error, and goes on with the former one.
  void reopen();

  /// Lines.
  [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

 private:
  [[nodiscard]] int open() const;
  void close() const noexcept;
  void run();
  void write_out(std::string_view lines);

  const std::string path_;
  const std::function<void(std::string_view)> log_failure_;
  std::atomic<std::uint64_t> dropped_ = 0;

  std::mutex file_mutex_;
  int file_ = -1;
  bool is_failing_ = false;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::string gathered_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gatehouse::app

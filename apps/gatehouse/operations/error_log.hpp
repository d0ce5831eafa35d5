/// The server's own log, on standard error.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "operations/log_file.hpp"

namespace spdlog {
class logger;
}  // namespace spdlog

namespace gatehouse::app {

/// Lines of the log are written by a thread of their own: no caller waits for the reader.
class ErrorLog {
 public:
  /// `level` is one of --log-level. Throws std::system_error.
  explicit ErrorLog(const std::string& level);

  /// Writes to this log, and must not be used after it.
  [[nodiscard]] const std::shared_ptr<spdlog::logger>& logger() const noexcept { return logger_; }

  /// Standard error, for other lines that go there.
  [[nodiscard]] LogFile& file() noexcept { return file_; }
  [[nodiscard]] const LogFile& file() const noexcept { return file_; }

 private:
  std::shared_ptr<spdlog::logger> logger_;
  LogFile file_;
};

}  // namespace gatehouse::app

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

/// A separate thread writes the lines, so that callers never wait for the reader.
class ErrorLog {
 public:
  /// `level` is a value of --log-level. Throws std::system_error.
  explicit ErrorLog(const std::string& level);

  /// Returns a logger for this log, which must not be used after the log is destroyed.
  [[nodiscard]] const std::shared_ptr<spdlog::logger>& logger() const noexcept { return logger_; }

  /// Standard error, for other lines written there.
  [[nodiscard]] LogFile& file() noexcept { return file_; }
  [[nodiscard]] const LogFile& file() const noexcept { return file_; }

 private:
  std::shared_ptr<spdlog::logger> logger_;
  LogFile file_;
};

}  // namespace gatehouse::app

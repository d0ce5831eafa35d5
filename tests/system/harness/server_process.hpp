/// The server as a process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "process.hpp"

namespace gatehouse::testing {

/// Passwords are hashed with low cost, because tests do not depend on its duration.
[[nodiscard]] std::vector<std::string> cheap_hashing();

/// The program accepts each option once. Tests set defaults that a later option overrides: of an
/// option that occurs more than once, the last one is kept. `arguments` are options, each followed
/// by its value if it has one.
[[nodiscard]] std::vector<std::string> last_of_each(const std::vector<std::string>& arguments);

class ServerProcess {
 public:
  /// Runs `gatehouse serve`, with last_of_each() of the options, on a free port of 127.0.0.1, and
  /// returns when it is ready. Throws with its standard error output if it does not start.
  ServerProcess(std::vector<std::string> arguments, const std::filesystem::path& log);

  /// E.g. "http://127.0.0.1:40123".
  [[nodiscard]] const std::string& url() const noexcept { return url_; }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] Process& process() noexcept { return process_; }
  /// Where this process's lines begin in its log, in octets: earlier servers may have used it.
  [[nodiscard]] std::size_t log_begin() const noexcept { return log_begin_; }

  /// Sends SIGTERM; returns the exit status.
  int stop();
  /// Sends SIGKILL: no signal handler runs.
  void kill();

 private:
  std::size_t log_begin_;
  Process process_;
  std::string url_;
  std::uint16_t port_ = 0;
};

}  // namespace gatehouse::testing

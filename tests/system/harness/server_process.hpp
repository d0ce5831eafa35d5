/// The server, run as its operator runs it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "process.hpp"

namespace gatehouse::testing {

/// Logins are cheap: tests look at what the server does with passwords, not at how long it takes.
[[nodiscard]] std::vector<std::string> cheap_hashing();

/// The program takes each option once. Tests give a default, and later what they want in its place:
/// of an option that stands more than once, the last one stays. `arguments` are options, each with
/// its value behind it if it has one.
[[nodiscard]] std::vector<std::string> last_of_each(const std::vector<std::string>& arguments);

class ServerProcess {
 public:
  /// Runs `gatehouse serve`, with last_of_each() of the options, on a free port of 127.0.0.1 and
  /// returns once it answers. Throws with what it wrote to standard error when it does not.
  ServerProcess(std::vector<std::string> arguments, const std::filesystem::path& log);

  /// E.g. "http://127.0.0.1:40123".
  [[nodiscard]] const std::string& url() const noexcept { return url_; }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] Process& process() noexcept { return process_; }

  /// SIGTERM; the exit status.
  int stop();
  /// SIGKILL: not even a signal handler runs.
  void kill();

 private:
  Process process_;
  std::string url_;
  std::uint16_t port_ = 0;
};

}  // namespace gatehouse::testing

/// A mail server of Debian's (tests/support/smtp_server.py), for the time of a test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "process.hpp"

namespace gatehouse::testing {

class SmtpServer {
 public:
  /// `arguments`: of smtp_server.py, which says what there is. Throws with what it wrote to
  /// standard error when it does not start.
  explicit SmtpServer(std::vector<std::string> arguments = {});

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  /// E.g. "localhost:40123", the name that its certificate is for.
  [[nodiscard]] std::string address() const { return "localhost:" + std::to_string(port_); }
  /// The Maildir of what was accepted, which `raw` and `envelope` lie in too.
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path ca_file() const { return folder() / "ca.pem"; }

  /// From now on connections to it are refused.
  void stop();
  /// Starts it again on the same port, with other arguments.
  void start(std::vector<std::string> arguments = {});

 private:
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace gatehouse::testing

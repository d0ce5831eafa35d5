/// A mail server (tests/support/smtp_server.py) for the duration of a test.
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
  /// `arguments`: those of smtp_server.py. Throws with its standard error output if it does not
  /// start.
  explicit SmtpServer(std::vector<std::string> arguments = {});

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  /// E.g. "localhost:40123", the name of its certificate.
  [[nodiscard]] std::string address() const { return "localhost:" + std::to_string(port_); }
  /// The Maildir of accepted mails, with the subfolders `raw` and `envelope`.
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path ca_file() const { return folder() / "ca.pem"; }

  /// Stops the server: connections are refused from now on.
  void stop();
  /// Restarts it on the same port with other arguments.
  void start(std::vector<std::string> arguments = {});

 private:
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace gatehouse::testing

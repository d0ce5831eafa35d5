/// Exim for the duration of a test (see tests/support/exim_server.py for its configuration).
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gatehouse/mail_smtp/smtp_options.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/process.hpp"
#include "read_maildir.hpp"

class EximServer {
 public:
  /// Throws an exception with its standard error output if it does not start.
  EximServer();

  /// E.g. "localhost:40123", the name of its certificate.
  [[nodiscard]] std::string address() const;
  /// With STARTTLS, its authority, and the required login.
  [[nodiscard]] gatehouse::SmtpOptions options() const;
  /// The delivered mails, once there are that many: delivery follows acceptance. Throws if this
  /// takes too long.
  [[nodiscard]] std::vector<DecodedMail> delivered(std::size_t count) const;
  /// The current log of mails and refusals.
  [[nodiscard]] std::string log() const;
  /// Whether the log contains the text, or does so soon: it may be written after the answer.
  [[nodiscard]] bool logs(const std::string& text) const;

 private:
  gatehouse::testing::TemporaryFolder folder_;
  gatehouse::testing::Process process_;
  std::uint16_t port_ = 0;
};

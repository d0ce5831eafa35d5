/// Exim for the time of a test (tests/support/exim_server.py, which says what it wants and takes).
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
  /// Throws with what it wrote to standard error when it does not start.
  EximServer();

  /// E.g. "localhost:40123", the name that its certificate is for.
  [[nodiscard]] std::string address() const;
  /// With STARTTLS, its authority, and the login that it wants.
  [[nodiscard]] gatehouse::SmtpOptions options() const;
  /// What it has delivered, once there are so many: it does that after it has said that it took
  /// them. Throws when there are not so many in time.
  [[nodiscard]] std::vector<DecodedMail> delivered(std::size_t count) const;
  /// What it wrote down so far of mails and refusals.
  [[nodiscard]] std::string log() const;
  /// Whether that holds the text, or does so soon: it may answer first.
  [[nodiscard]] bool logs(const std::string& text) const;

 private:
  gatehouse::testing::TemporaryFolder folder_;
  gatehouse::testing::Process process_;
  std::uint16_t port_ = 0;
};

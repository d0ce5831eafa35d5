/// The mails that a server has delivered to a Maildir.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace gatehouse::testing {

/// A mail as stored.
struct MailText {
  std::string raw;

  /// The value of a header field; empty if it is missing.
  [[nodiscard]] std::string header(const std::string& name) const;
};

/// Thread-safe.
class Mailbox {
 public:
  explicit Mailbox(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// All mails to that address, ignoring case, in order of arrival as observed by earlier calls.
  [[nodiscard]] std::vector<MailText> to(const std::string& address);
  /// The most recent mail. Throws if no mail was sent to the address.
  [[nodiscard]] MailText last_to(const std::string& address);

 private:
  void look();

  std::filesystem::path folder_;
  std::mutex mutex_;
  std::set<std::string> seen_;
  std::map<std::string, std::vector<MailText>> by_address_;
};

}  // namespace gatehouse::testing

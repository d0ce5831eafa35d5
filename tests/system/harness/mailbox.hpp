/// The mail that a server has delivered to a Maildir.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace gatehouse::testing {

/// A mail as it lies there.
struct MailText {
  std::string raw;

  /// The value of a header field; empty when there is none.
  [[nodiscard]] std::string header(const std::string& name) const;
};

/// Threads may share it.
class Mailbox {
 public:
  explicit Mailbox(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// All mails to that address, in whatever case, the oldest first as far as they were looked for
  /// in between.
  [[nodiscard]] std::vector<MailText> to(const std::string& address);
  /// The last of them. Throws when there is none.
  [[nodiscard]] MailText last_to(const std::string& address);

 private:
  void look();

  std::filesystem::path folder_;
  std::mutex mutex_;
  std::set<std::string> seen_;
  std::map<std::string, std::vector<MailText>> by_address_;
};

}  // namespace gatehouse::testing

/// Delivery of mail to a Maildir: a folder that mail readers (mutt, Dovecot, …) and scripts open.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>

#include <gatehouse/mail_message/message.hpp>
#include <gatehouse/ports/mailer.hpp>

namespace gatehouse {

struct MaildirOptions {
  /// The Maildir. It and its folders tmp, new and cur are made where they are missing (mode 0700).
  std::filesystem::path path;
  MailSender from;
  /// The host in the names of files; the machine's name when empty.
  std::string host{};
};

/// Delivers as specified by https://cr.yp.to/proto/maildir.html: a mail is written to tmp under a
/// unique name (`<seconds>.M<microseconds>P<pid>Q<n>.<host>`, mode 0600), flushed to disk, and
/// moved to new atomically without overwriting a file; so readers never see a partial mail, and any
/// number of threads and processes may deliver to one Maildir.
class MaildirMailer final : public Mailer {
 public:
  /// Makes the folders. Throws std::invalid_argument when the path or the sender's address is
  /// missing, or when the sender's name is not valid in a header; PortError when the folders cannot
  /// be made or written to.
  explicit MaildirMailer(MaildirOptions options);

  /// Returns once mail and folder are flushed to disk. Throws PortError, and leaves no file behind,
  /// when a system call fails (TransientPortError where a retry may help: disk full, too many open
  /// files) or format_message() throws. When only the last step fails, flushing the folder, it
  /// throws TransientPortError, and the mail may have been delivered.
  void deliver(const Mail& mail) override;
  [[nodiscard]] std::string message_id(std::string_view unique_name) const override;

 private:
  [[nodiscard]] std::string unique_name();

  MaildirOptions options_;
  std::atomic<std::uint64_t> deliveries_ = 0;
};

}  // namespace gatehouse

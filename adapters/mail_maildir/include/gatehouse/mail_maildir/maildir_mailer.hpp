/// Mail into a Maildir: a folder that mail readers (mutt, Dovecot, …) and scripts open.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>

#include <gatehouse/mail_message/message.hpp>
#include <gatehouse/ports/mailer.hpp>

namespace gatehouse {

struct MaildirOptions {
  /// The Maildir. It and what it is missing of its folders tmp, new and cur are made (mode 0700).
  std::filesystem::path path;
  MailSender from;
  /// Stands in the names of files; the machine's own name when empty.
  std::string host{};
};

/// Delivers as https://cr.yp.to/proto/maildir.html says: a mail is written to tmp under a name of
/// its own (`<seconds>.M<microseconds>P<pid>Q<n>.<host>`, mode 0600), flushed to disk, and moved to
/// new in one step that overwrites nothing; so readers never see half a mail, and any number of
/// threads and processes may deliver to one Maildir.
class MaildirMailer final : public Mailer {
 public:
  /// Makes the folders. Throws std::invalid_argument when there is no path or no sender's address,
  /// or when its name cannot stand in a header; PortError when the folders cannot be made or
  /// written to.
  explicit MaildirMailer(MaildirOptions options);

  /// Returns once mail and folder are flushed to disk. Throws PortError, and leaves nothing behind,
  /// when the system refuses (TransientPortError where it may not next time: disk full, too many
  /// open files) or format_message() does. When only the last step fails, flushing the folder, the
  /// mail may have been delivered: TransientPortError.
  void deliver(const Mail& mail) override;

 private:
  [[nodiscard]] std::string unique_name();

  MaildirOptions options_;
  std::atomic<std::uint64_t> deliveries_ = 0;
};

}  // namespace gatehouse

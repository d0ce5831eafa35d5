/// The ledger of mails: what became of each mail that was queued.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

enum class MailStatus : std::uint8_t {
  /// Not delivered yet; attempts may have failed.
  queued = 1,
  /// Handed over to the mail server, or to the mailbox.
  sent,
  /// Given up: the mail was not accepted.
  failed,
  /// Given up: the mail may have been accepted, since the connection ended before the response.
  unconfirmed,
  /// Given up: no attempt succeeded in time.
  expired,
  /// Not delivered, since its subject was gone: an approved registration, a changed password, a
  /// deleted user.
  withdrawn,
};

[[nodiscard]] std::string_view name(MailStatus status) noexcept;
[[nodiscard]] std::optional<MailStatus> parse_mail_status(std::string_view text) noexcept;

/// How long entries are kept.
inline constexpr Duration mail_ledger_retention = std::chrono::hours(24 * 90);

/// An entry of the ledger. It holds neither the mail's text nor a code.
struct MailEntry {
  /// The id that the mail has in the queue.
  OutgoingMailId id;
  MailKind kind = MailKind::approval;
  Email receiver;
  /// The account that the mail is about, which may be pending or gone. Empty for mails to root
  /// users and to addresses that no user has.
  Tenant account;
  /// The Message-ID without its angle brackets, which a query would have to escape; empty if the
  /// mailer does not make one.
  std::string provider_mail_id;
  MailStatus status = MailStatus::queued;
  Timestamp created_at;

  friend bool operator==(const MailEntry&, const MailEntry&) = default;
};

/// Returns the part of a Message-ID between its angle brackets, or all of it if it has none.
[[nodiscard]] std::string_view without_angle_brackets(std::string_view message_id) noexcept;

/// Selects entries. An empty field matches every entry.
struct MailFilter {
  std::optional<Email> receiver{};
  std::optional<AccountId> account{};
  std::optional<std::string> provider_mail_id{};

  [[nodiscard]] bool matches(const MailEntry& entry) const {
    return (!receiver || entry.receiver == *receiver) && (!account || entry.account == *account) &&
           (!provider_mail_id || entry.provider_mail_id == *provider_mail_id);
  }
};

}  // namespace gatehouse

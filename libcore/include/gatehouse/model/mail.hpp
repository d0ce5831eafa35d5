/// The mail queue.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

enum class MailKind : std::uint8_t {
  /// Carries the approve code of a registration.
  approval = 1,
  /// Carries a reset token.
  password_reset,
  /// With hidden accounts: a registration was attempted with the address of an active account.
  already_registered,
  /// With hidden accounts: an approve code was requested, but no registration is pending.
  nothing_to_approve,
  /// With hidden accounts: a password reset was requested for an address that no user has.
  no_such_user,
};

[[nodiscard]] std::string_view name(MailKind kind) noexcept;
[[nodiscard]] std::optional<MailKind> parse_mail_kind(std::string_view text) noexcept;

/// One entry of the mail queue. It names the recipient and the kind of mail but holds no secret:
/// the code or token is made at delivery, so that a copy of the storage reveals none.
struct OutgoingMail {
  OutgoingMailId id;
  MailKind kind = MailKind::approval;
  Email recipient;
  /// For an approval: the registration.
  std::optional<AccountId> registration;
  /// For a password reset: the user and its account.
  Tenant account;
  std::optional<UserId> user;
  Timestamp created_at;
  /// The entry is being delivered until then; afterwards any process may lease it.
  Timestamp leased_until;

  friend bool operator==(const OutgoingMail&, const OutgoingMail&) = default;
};

}  // namespace gatehouse

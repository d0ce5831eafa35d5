/// Mail that waits to be delivered.
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
  /// With hidden accounts: somebody tried to register the address of an active account.
  already_registered,
  /// With hidden accounts: an approve code was asked for, but nothing waits for approval.
  nothing_to_approve,
  /// With hidden accounts: a reset was asked for an address that no user has.
  no_such_user,
};

[[nodiscard]] std::string_view name(MailKind kind) noexcept;
[[nodiscard]] std::optional<MailKind> parse_mail_kind(std::string_view text) noexcept;

/// One entry of the mail queue. It says what to tell whom and holds no secret: a code or token is
/// made when the mail is, so a copy of the storage gives nobody one.
struct OutgoingMail {
  OutgoingMailId id;
  MailKind kind = MailKind::approval;
  Email recipient;
  /// For an approval: which registration.
  std::optional<AccountId> registration;
  /// For a password reset: which user, of which account.
  Tenant account;
  std::optional<UserId> user;
  Timestamp created_at;
  /// Somebody is delivering it until then; afterwards it is anybody's.
  Timestamp leased_until;

  friend bool operator==(const OutgoingMail&, const OutgoingMail&) = default;
};

}  // namespace gatehouse

/// The ledger of mails in the API.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse::schema {

inline constexpr auto mail_kinds = std::to_array<std::string_view>(
    {"approval", "password_reset", "already_registered", "nothing_to_approve", "no_such_user"});
inline constexpr auto mail_statuses = std::to_array<std::string_view>(
    {"queued", "sent", "failed", "unconfirmed", "expired", "withdrawn"});

namespace fields {
inline constexpr std::array mail_entry{
    told("receiver", "Address to which the mail goes.", Type::string, "ada@example.com"),
    Field{.name = "accountId",
          .details = "ID of the account that the mail is about; null: no account.",
          .mode = Mode::read_only,
          .format = Format::id,
          .allow_null = true},
    told_word("kind",
              "approval, password_reset, already_registered, nothing_to_approve or no_such_user.",
              mail_kinds),
    told_word("status", "queued, sent, failed, unconfirmed, expired or withdrawn.", mail_statuses),
    Field{.name = "providerMailId",
          .details = "The Message-ID of the mail; null: not known.",
          .mode = Mode::read_only,
          .allow_null = true},
    Field{.name = "createdAt",
          .details = "When the mail was queued.",
          .mode = Mode::read_only,
          .format = Format::date_time}};
}  // namespace fields

namespace resources {
inline constexpr Resource mail_entry{"MailEntry", fields::mail_entry};
}  // namespace resources

namespace views {
namespace detail {
inline std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
}  // namespace detail

inline constexpr auto mail_entry = view<&resources::mail_entry, MailEntry>(
    shown("receiver", &MailEntry::receiver), shown("accountId", &MailEntry::account),
    shown("kind", &MailEntry::kind), shown("status", &MailEntry::status),
    shown("providerMailId", &MailEntry::provider_mail_id, detail::text_or_null),
    shown("createdAt", &MailEntry::created_at));
}  // namespace views
}  // namespace gatehouse::schema

#include <gatehouse/model/mail.hpp>

namespace gatehouse {

std::string_view name(MailKind kind) noexcept {
  switch (kind) {
    case MailKind::approval: return "approval";
    case MailKind::password_reset: return "password_reset";
    case MailKind::already_registered: return "already_registered";
    case MailKind::nothing_to_approve: return "nothing_to_approve";
    case MailKind::no_such_user: return "no_such_user";
  }
  return "unknown";
}

std::optional<MailKind> parse_mail_kind(std::string_view text) noexcept {
  for (const MailKind kind :
       {MailKind::approval, MailKind::password_reset, MailKind::already_registered,
        MailKind::nothing_to_approve, MailKind::no_such_user}) {
    if (text == name(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace gatehouse

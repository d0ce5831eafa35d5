#include <gatehouse/model/mail_ledger.hpp>

namespace gatehouse {

std::string_view name(MailStatus status) noexcept {
  switch (status) {
    case MailStatus::queued: return "queued";
    case MailStatus::sent: return "sent";
    case MailStatus::failed: return "failed";
    case MailStatus::unconfirmed: return "unconfirmed";
    case MailStatus::expired: return "expired";
    case MailStatus::withdrawn: return "withdrawn";
  }
  return "unknown";
}

std::optional<MailStatus> parse_mail_status(std::string_view text) noexcept {
  for (const MailStatus status :
       {MailStatus::queued, MailStatus::sent, MailStatus::failed, MailStatus::unconfirmed,
        MailStatus::expired, MailStatus::withdrawn}) {
    if (text == name(status)) return status;
  }
  return std::nullopt;
}

std::string_view without_angle_brackets(std::string_view message_id) noexcept {
  const bool has_brackets =
      message_id.size() >= 2 && message_id.front() == '<' && message_id.back() == '>';
  return has_brackets ? message_id.substr(1, message_id.size() - 2) : message_id;
}

}  // namespace gatehouse

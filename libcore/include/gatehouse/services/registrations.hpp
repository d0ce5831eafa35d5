/// From a stranger to an account with its first admin.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/account.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/mail_delivery.hpp>
#include <gatehouse/services/passwords.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/sessions.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// Whether mail is handed to the mail server; `suppress` does all but that.
enum class MailMode { send, suppress };

class Registrations {
 public:
  Registrations(const Ports& ports, const Settings& settings, MailDelivery& mail,
                Passwords& passwords);

  /// Keeps a registration and mails its approve code. One that waits for the same e-mail is
  /// replaced. already_exists for an active account's e-mail; dependency_failed when the mail could
  /// not be sent (the same command may be tried again). With hidden accounts, an active account's
  /// owner is told by mail and the answer looks the same.
  [[nodiscard]] Result<Registration> begin(const RegisterAccount& command,
                                           MailMode mode = MailMode::send);

  /// Makes the account active and the user its first admin, logged in. not_found for an unknown or
  /// used id and for a wrong, old or worn-out code; already_exists when the user's e-mail is
  /// another user's or the account's became another account's.
  [[nodiscard]] Result<NewSession> approve(AccountId id, const ApproveAccount& command);

  /// Mails a new code; the old one stops working. not_found unless a registration waits for that
  /// e-mail (with hidden accounts, the mail says so instead).
  [[nodiscard]] Result<Done> resend_code(const ResendApproveCode& command,
                                         MailMode mode = MailMode::send);

 private:
  [[nodiscard]] Result<Registration> check_code(AccountId id, const Secret& code);

  Ports ports_;
  const Settings& settings_;
  MailDelivery& mail_;
  Passwords& passwords_;
};

}  // namespace gatehouse

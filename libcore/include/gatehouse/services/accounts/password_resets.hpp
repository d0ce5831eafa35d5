/// The way back in for those who forgot their password.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/accounts/throttle.hpp>
#include <gatehouse/services/mail/mail_delivery.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class PasswordResets {
 public:
  PasswordResets(Operations& operations, const ServicePorts& ports, const Settings& settings,
                 MailDelivery& mail, Passwords& passwords, Throttle& mails, Erasures& erasures);

  /// Mails a reset token. not_found for an unknown e-mail (with hidden accounts, the mail says so
  /// instead, after the same work); dependency_failed when the mail could not be sent. When the
  /// source has caused too many mails, nothing is sent, and the answer looks the same.
  [[nodiscard]] Result<Done> request(const ForgotPassword& command, const Origin& origin = {});

  /// Sets the password, and ends all of the user's sessions and other resets. not_found for an
  /// unknown or used token, failed_precondition for an expired one.
  [[nodiscard]] Result<Done> complete(const ResetPassword& command, const Origin& origin = {});

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  MailDelivery& mail_;
  Passwords& passwords_;
  Throttle& mails_;
  Erasures& erasures_;
};

}  // namespace gatehouse

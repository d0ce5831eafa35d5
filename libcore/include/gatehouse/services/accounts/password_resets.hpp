/// Password resets by mail, for users who have forgotten their password.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/password_resets.hpp>
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

  /// Mails a reset token. Fails with not_found for an unknown e-mail address (with hidden accounts,
  /// the mail reports it instead, after the same work), and with dependency_failed if the mail
  /// could not be sent. If the source has exceeded its mail allowance, nothing is sent and the
  /// response looks the same.
  [[nodiscard]] Result<Done> request(const Checked<ForgotPassword>& command,
                                     const Origin& origin = {});

  /// Sets the password and ends all sessions and other resets of the user. Fails with not_found for
  /// an unknown or used token, and with failed_precondition for an expired one.
  [[nodiscard]] Result<Done> complete(const Checked<ResetPassword>& command,
                                      const Origin& origin = {});

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

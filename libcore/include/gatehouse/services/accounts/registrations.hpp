/// Registration: from an unauthenticated request to an account with its first admin.
///
/// With hidden accounts, nothing observable by unauthenticated clients, including response times,
/// may depend on whether an address is known. Therefore the same records are read and written for
/// every address: the address of an active account gets a registration too, and only the mail
/// differs.
#pragma once

#include <gatehouse/base/lazy.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/model/registration.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/registrations.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/accounts/sessions.hpp>
#include <gatehouse/services/accounts/throttle.hpp>
#include <gatehouse/services/mail/mail_delivery.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// Whether a mail is sent; `suppress` leaves all codes unchanged.
enum class MailMode { send, suppress };

class Registrations {
 public:
  /// `mails` counts mails by source and is shared with other services.
  Registrations(Operations& operations, const ServicePorts& ports, const Settings& settings,
                MailDelivery& mail, Passwords& passwords, Throttle& mails);

  /// Stores a registration and mails an approve code. A pending registration for the same e-mail
  /// address keeps its id, and its codes stay valid; once Settings::approve_codes_at_once of them
  /// are valid, no further code is mailed. Fails with already_exists for the e-mail address of an
  /// active account, and with dependency_failed if the mail could not be sent (the command may be
  /// retried). With hidden accounts, the owner of an active account is notified by mail and the
  /// response looks the same.
  ///
  /// If the source has exceeded its mail allowance, nothing is stored or sent, and the response
  /// looks the same.
  [[nodiscard]] Result<BegunRegistration> begin(const Checked<RegisterAccount>& command,
                                                MailMode mode = MailMode::send,
                                                const Origin& origin = {});

  /// Activates the account and creates the user as its first admin, logged in. Fails with not_found
  /// for an unknown or used id and for a wrong or expired code, and with already_exists if another
  /// user has the user's e-mail address or another account has meanwhile taken the account's. Fails
  /// with too_many_requests if the source has caused either failure too often.
  [[nodiscard]] Result<NewSession> approve(AccountId id, const Checked<ApproveAccount>& command,
                                           const Origin& origin = {});

  /// Mails another code, as begin() does. Fails with not_found if no registration is pending for
  /// the e-mail address (with hidden accounts, the mail reports it instead).
  [[nodiscard]] Result<Done> resend_code(const Checked<ResendApproveCode>& command,
                                         MailMode mode = MailMode::send, const Origin& origin = {});

 private:
  struct Approved {
    Registration registration;
    ApproveCode code;
  };

  [[nodiscard]] Registration asked_for(const Email& email, std::string organization_name,
                                       Timestamp now);
  /// Queues the mail with its code, if one may be sent. An empty name queues a mail without a code.
  [[nodiscard]] std::optional<OutgoingMail> queue(Transaction& tx, MailMode mode,
                                                  const Registration& registration,
                                                  const std::string& organization_name,
                                                  OutgoingMail mail, const TokenDigest& code,
                                                  Timestamp now) const;
  [[nodiscard]] Result<BegunRegistration> pretend_to_begin(const Email& email,
                                                           BegunRegistration answer);
  [[nodiscard]] Result<Done> pretend_to_resend(const Email& email);
  /// Returns the placeholder id for an address without a registration. It is stable for an address.
  [[nodiscard]] AccountId stand_in_id(const Email& email);
  [[nodiscard]] Result<Approved> check_code(AccountId id, const Secret& code);
  [[nodiscard]] Result<NewSession> approve_unthrottled(AccountId id,
                                                       const Checked<ApproveAccount>& command,
                                                       const Email& email, const Origin& origin);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  MailDelivery& mail_;
  Passwords& passwords_;
  Throttle& mails_;
  Throttle wrong_codes_;
  /// The input from which placeholder ids are derived.
  struct StandIn {
    Secret key;
    Timestamp time;
  };
  Lazy<StandIn> stand_in_;
};

}  // namespace gatehouse

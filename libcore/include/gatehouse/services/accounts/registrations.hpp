/// From a stranger to an account with its first admin.
///
/// With hidden accounts nothing that strangers can see, the time of an answer included, may depend
/// on whose address they ask about. So the same records are read and written for every address: an
/// active account's address gets a registration too, which differs in the mail alone.
#pragma once

#include <gatehouse/base/detail/lazy.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/model/registration.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/accounts/sessions.hpp>
#include <gatehouse/services/accounts/throttle.hpp>
#include <gatehouse/services/mail/mail_delivery.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// Whether a mail is sent; `suppress` leaves all codes as they are.
enum class MailMode { send, suppress };

/// What the applicant learns: the id, and what the request said.
struct BegunRegistration {
  AccountId id;
  std::string organization_name;
  Email email;
};

class Registrations {
 public:
  /// `mails` counts what one place in the network causes, together with other services.
  Registrations(Operations& operations, const ServicePorts& ports, const Settings& settings,
                MailDelivery& mail, Passwords& passwords, Throttle& mails);

  /// Keeps a registration and mails an approve code. One that waits for the same e-mail keeps its
  /// id, and its codes stay good; while Settings::approve_codes_at_once of them are, no further one
  /// is mailed. already_exists for an active account's e-mail; dependency_failed when the mail
  /// could not be sent (the same command may be tried again). With hidden accounts, an active
  /// account's owner learns of it by mail and the answer looks the same.
  ///
  /// When the source has caused too many mails, nothing is kept or sent, and the answer looks the
  /// same.
  [[nodiscard]] Result<BegunRegistration> begin(const RegisterAccount& command,
                                                MailMode mode = MailMode::send,
                                                const Origin& origin = {});

  /// Makes the account active and the user its first admin, logged in. not_found for an unknown or
  /// used id and for a wrong or expired code; already_exists when the user's e-mail is another
  /// user's or the account's became another account's. too_many_requests when either happened too
  /// often to the source.
  [[nodiscard]] Result<NewSession> approve(AccountId id, const ApproveAccount& command,
                                           const Origin& origin = {});

  /// Mails a further code, as begin() does. not_found unless a registration waits for that e-mail
  /// (with hidden accounts, the mail says so instead).
  [[nodiscard]] Result<Done> resend_code(const ResendApproveCode& command,
                                         MailMode mode = MailMode::send, const Origin& origin = {});

 private:
  struct Approved {
    Registration registration;
    ApproveCode code;
  };

  [[nodiscard]] Registration asked_for(const Email& email, std::string organization_name,
                                       Timestamp now);
  /// Queues the mail with its code, if one may be sent. An empty name is for a mail without code.
  [[nodiscard]] std::optional<OutgoingMail> queue(Transaction& tx, MailMode mode,
                                                  const Registration& registration,
                                                  const std::string& organization_name,
                                                  OutgoingMail mail, const TokenDigest& code,
                                                  Timestamp now) const;
  [[nodiscard]] Result<BegunRegistration> pretend_to_begin(const Email& email,
                                                           BegunRegistration answer);
  [[nodiscard]] Result<Done> pretend_to_resend(const Email& email);
  /// The id that an address without registration is answered with: the same each time.
  [[nodiscard]] AccountId stand_in_id(const Email& email);
  [[nodiscard]] Result<Approved> check_code(AccountId id, const Secret& code);
  [[nodiscard]] Result<NewSession> approve_unthrottled(AccountId id, const ApproveAccount& command,
                                                       const Email& email, const Origin& origin);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  MailDelivery& mail_;
  Passwords& passwords_;
  Throttle& mails_;
  Throttle wrong_codes_;
  /// What stand-in ids are made with.
  struct StandIn {
    Secret key;
    Timestamp time;
  };
  Lazy<StandIn> stand_in_;
};

}  // namespace gatehouse

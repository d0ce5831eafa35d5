/// Mail: queued with what it tells about, delivered outside any transaction.
///
/// A request that causes a mail writes a queue entry in its own transaction, leased to itself, and
/// then delivers it. Entries that stay (the process died in between) are found by deliver_due()
/// once their lease is over, and delivered with a fresh code or token, for the queue keeps none.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/registration.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class MailDelivery {
 public:
  MailDelivery(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Queue entries, leased to the caller from `now` on.
  [[nodiscard]] OutgoingMail approval(const Registration& registration, Timestamp now) const;
  [[nodiscard]] OutgoingMail password_reset(const User& user, Timestamp now) const;
  /// A mail without a secret, of one of the other kinds.
  [[nodiscard]] OutgoingMail notice(MailKind kind, const Email& recipient, Timestamp now) const;

  /// The first attempt, by the request that queued the mail. Either way the entry is gone
  /// afterwards: a request whose mail failed (dependency_failed) is sent again by its client.
  /// `secret` is the code or token that the mail carries, empty for a notice.
  [[nodiscard]] Result<Done> deliver(const OutgoingMail& mail, const Secret& secret);

  struct Outcome {
    std::size_t delivered = 0;
    /// Gone without being delivered: too old, or what they tell about is gone.
    std::size_t dropped = 0;
  };

  /// Delivers entries whose lease is over, at most `limit`. What fails is tried again after another
  /// lease, until it is too old; so is what was not begun within a quarter of the lease, because
  /// others took so long. Without `drops_old_ones` none is too old: for a date that is doubted.
  Outcome deliver_due(std::size_t limit, bool drops_old_ones = true);

 private:
  /// A fresh secret fit to be mailed, its digest stored; nothing when what the mail tells about is
  /// gone. The former secret stays good until it expires.
  [[nodiscard]] std::optional<Secret> renew_secret(const OutgoingMail& mail, Timestamp now);
  [[nodiscard]] Result<Done> renew_code(Transaction& tx, const OutgoingMail& mail,
                                        const TokenDigest& fresh, Timestamp now) const;
  /// Forgets a mail that failed; its approve code does not count as mailed.
  void give_up(const OutgoingMail& mail);
  /// False when it is gone already.
  bool forget(OutgoingMailId id);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
};

}  // namespace gatehouse

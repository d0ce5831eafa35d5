/// The mail queue: mails are queued in the transaction that causes them and delivered outside of
/// any transaction.
///
/// A request that causes a mail writes a queue entry in its own transaction, leased to itself, and
/// then delivers it. If the process dies in between, deliver_due() finds the entry after its lease
/// has expired and delivers it with a new code or token, since the queue holds no secrets.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/model/registration.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class MailDelivery {
 public:
  MailDelivery(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// The functions below build queue entries, leased to the caller from `now` on.
  [[nodiscard]] OutgoingMail approval(const Registration& registration, Timestamp now) const;
  [[nodiscard]] OutgoingMail password_reset(const User& user, Timestamp now) const;
  /// A mail of another kind, without a secret. `about` is the account that has the address.
  [[nodiscard]] OutgoingMail notice(MailKind kind, const Email& recipient, Timestamp now,
                                    const Tenant& about = {}) const;

  /// Writes a mail to the queue and to the ledger, in the transaction that causes it.
  void queue(Transaction& tx, const OutgoingMail& mail) const;

  /// Makes the first delivery attempt, for the request that queued the mail. Removes the entry in
  /// any case: if delivery failed (dependency_failed), the client repeats its request. `secret` is
  /// the code or token in the mail, empty for a notice.
  [[nodiscard]] Result<Done> deliver(const OutgoingMail& mail, const Secret& secret);

  struct Outcome {
    std::size_t delivered = 0;
    /// Discarded without delivery, because the entry was too old or its subject is gone.
    std::size_t dropped = 0;
  };

  /// Delivers at most `limit` entries whose lease has expired. A failed entry is retried after
  /// another lease until it is too old; so is an entry that was not started within a quarter of the
  /// lease because others took so long. With `drops_old_ones` false, no entry counts as too old:
  /// for use while the system date is in doubt.
  Outcome deliver_due(std::size_t limit, bool drops_old_ones = true);

 private:
  /// Makes a new secret for the mail and stores its digest. Empty if the subject of the mail is
  /// gone. The previous secret stays valid until it expires.
  [[nodiscard]] std::optional<Secret> renew_secret(const OutgoingMail& mail, Timestamp now);
  [[nodiscard]] Result<Done> renew_code(Transaction& tx, const OutgoingMail& mail,
                                        const TokenDigest& fresh, Timestamp now) const;
  /// Discards a failed mail; its approve code does not count as mailed.
  void give_up(const OutgoingMail& mail, MailStatus why);
  /// Removes the entry, and writes the outcome to the ledger. Returns false if the entry does not
  /// exist any more.
  bool forget(OutgoingMailId id, MailStatus outcome);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
};

}  // namespace gatehouse

/// Periodic background work: delivers leftover mail and erases expired records. Expiry itself is
/// checked at every use, so erasing only frees space and may be delayed. No expired record is
/// erased while the system date is in doubt (see clock_watch.hpp); rows of deleted records are
/// erased in any case.
#pragma once

#include <cstddef>

#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/mail/mail_delivery.hpp>
#include <gatehouse/services/maintenance/clock_watch.hpp>
#include <gatehouse/services/maintenance/detail/erased_records.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/service_tokens.hpp>
#include <gatehouse/services/tokens/signing_keys.hpp>

namespace gatehouse {

class Housekeeping {
 public:
  Housekeeping(Operations& operations, const ServicePorts& ports, const Settings& settings,
               ClockWatch& clock, MailDelivery& mail, SigningKeys& keys,
               ServiceTokens& service_tokens, Erasures& erasures);

  struct Report {
    std::size_t mails_delivered = 0;
    ErasedRecords erased;
    /// The clock reading on which the step was based.
    ClockWatch::Reading clock{};
    /// Whether more work is left. Steps are small, so that they do not block other work for long.
    bool more = false;
  };

  /// Delivers at most 16 leftover mails. Blocks on the mail server for up to a quarter of the mail
  /// lease plus the deadline of one mail.
  Report deliver_mail();

  /// Erases at most 500 expired records of each kind, in one transaction per kind, and runs at most
  /// 16 steps of Erasures, started within 1 s. Ids made afterwards sort after those of all other
  /// servers. Blocks on the storage only. Call it also when is_wanted() returns true.
  Report erase_records();

  /// Runs both, for a program with one thread for them. Call it every few seconds, and again while
  /// `more` is set. A program in which an unresponsive mail server must not delay erasures calls
  /// the two functions from separate threads.
  Report step();

  /// Whether a deletion in this process has left work for a step since the last call. Cheap enough
  /// to call several times a second.
  [[nodiscard]] bool is_wanted() noexcept { return erasures_.take_noted(); }

  /// Stores data that is buffered in memory between steps. Call it after the last step.
  void finish() { service_tokens_.store_uses(); }

 private:
  void erase_what_was_over(Report& report);
  void erase_what_was_deleted(Report& report);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  ClockWatch& clock_;
  MailDelivery& mail_;
  SigningKeys& keys_;
  ServiceTokens& service_tokens_;
  Erasures& erasures_;
};

}  // namespace gatehouse

/// What nobody asks for and must be done all the same: mail that was left over, and records that
/// are over. Expiry itself is checked at every use; this only makes room. So it can wait, and
/// erases nothing that is over while the machine's date is doubted (see clock_watch.hpp). Rows of
/// what was deleted go all the same.
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
    /// What it went by.
    ClockWatch::Reading clock{};
    /// There is more to do at once: a step is small, so that it holds up nobody for long.
    bool more = false;
  };

  /// At most 16 mails that were left over. Waits for the mail server, as long as it takes: up to a
  /// quarter of the mail lease and one mail's deadline more.
  Report deliver_mail();

  /// At most 500 records of each kind that are over, each kind in a transaction of its own, and at
  /// most 16 steps of Erasures, begun within 1 s. Ids that are made from then on come after those
  /// of all other servers. Waits for the storage alone. Call it when is_wanted() says so, too.
  Report erase_records();

  /// Both, one after the other, for a program that has one thread for them. Call it every few
  /// seconds, and again while there is more. A program that must not leave records behind while a
  /// mail server is silent calls the two from a thread each.
  Report step();

  /// Whether something was deleted since this was last asked, in this process, that a step is to
  /// remove. Quick enough to be asked several times a second.
  [[nodiscard]] bool is_wanted() noexcept { return erasures_.take_noted(); }

  /// Stores what is kept in memory until a step: call it after the last one.
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

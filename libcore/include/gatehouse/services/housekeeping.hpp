/// What nobody asks for and must be done all the same: mail that was left over, and records that
/// are over. Expiry itself is checked at every use; this only makes room.
#pragma once

#include <cstddef>

#include <gatehouse/services/erased_records.hpp>
#include <gatehouse/services/mail_delivery.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/signing_keys.hpp>

namespace gatehouse {

class Housekeeping {
 public:
  Housekeeping(const Ports& ports, const Settings& settings, MailDelivery& mail, SigningKeys& keys);

  struct Report {
    std::size_t mails_delivered = 0;
    ErasedRecords erased;
    /// There is more to do at once: a step is small, so that it holds up nobody for long.
    bool more = false;
  };

  /// One small step: at most 16 mails, and at most 500 records of each kind, each kind in a
  /// transaction of its own. Call it every few seconds, and again while there is more, from one
  /// thread.
  Report step();

 private:
  Ports ports_;
  const Settings& settings_;
  MailDelivery& mail_;
  SigningKeys& keys_;
};

}  // namespace gatehouse

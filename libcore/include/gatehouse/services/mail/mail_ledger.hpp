/// What became of mails, for root. Entries are written by MailDelivery and kept for
/// mail_ledger_retention.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/mail_ledger.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class MailLedger {
 public:
  MailLedger(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Lists the entries that match the filter, the newest first. A receiver is compared as addresses
  /// of users are.
  [[nodiscard]] Result<Listing<MailEntry, OutgoingMailId>> list(
      const UserContext& caller, const MailFilter& filter,
      const ListRequest<OutgoingMailId>& request);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
};

}  // namespace gatehouse

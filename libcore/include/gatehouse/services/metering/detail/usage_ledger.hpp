/// Writes usage to the ledger and to the attachments that it belongs to.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/usage.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/usage.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// The error for a service that is not attached to the caller's project.
[[nodiscard]] Error service_not_attached();

/// The result of adding an entry.
struct LedgerReceipt {
  UsageReceipt usage;
  /// Whether the entry was in the ledger before, under the same key.
  bool is_repeat = false;
};

/// Adds the entry to the ledger, and its amount to the usage of the attachment. An entry whose key
/// was used before is not added; the result has the first one.
///
/// Fails with not_found if the service is not attached, with limit_exceeded if the limit would be
/// exceeded, and with conflict if the key was used for an entry with other values.
[[nodiscard]] Result<LedgerReceipt> add_to_ledger(Change& change, const Settings& settings,
                                                  const UsageEntry& entry);

}  // namespace gatehouse

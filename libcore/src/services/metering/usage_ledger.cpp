#include <gatehouse/services/metering/detail/usage_ledger.hpp>

#include <utility>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>

namespace gatehouse {

Error service_not_attached() {
  return not_found("The account has no such project, or the service is not attached to it.");
}

Result<LedgerReceipt> add_to_ledger(Change& change, const Settings& settings,
                                    const UsageEntry& entry) {
  Transaction& tx = change.tx;
  const auto attachment = tx.attachments().find(entry.account, entry.project, entry.service);
  if (!attachment) return Unexpected(service_not_attached());
  const std::int64_t limit = EffectiveLimits(tx, entry.account, settings).items(*attachment);
  if (auto first = tx.usage().find(entry.account, entry.project, entry.service, entry.key)) {
    const bool is_same =
        first->amount == entry.amount && first->event == entry.event && first->times == entry.times;
    if (!is_same) return Unexpected(conflict("The key was used for another amount or event."));
    return LedgerReceipt{{std::move(*first), attachment->item_used, limit}, true};
  }
  if (entry.amount > 0) {
    if (!tx.attachments().take_items(entry.account, entry.project, entry.service, entry.amount,
                                     limit)) {
      return Unexpected(limit_exceeded("The items of the service are used up."));
    }
    // The storage accepted the amount, so the usage was within the limit.
    invariant(attachment->item_used <= limit - entry.amount);
  }
  if (!tx.usage().insert(entry)) return Unexpected(conflict("The id is taken."));
  change.created(Subject::usage_entry, entry.id);
  return LedgerReceipt{{entry, attachment->item_used + entry.amount, limit}, false};
}

}  // namespace gatehouse

#include "usage.hpp"

#include <gatehouse/base/invariant.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

bool Usage::insert(const UsageEntry& entry) {
  if (!entries_.insert(entry)) return false;
  UsageTotal total{entry.account, entry.project, entry.service, entry.amount};
  const UsageTotal* former = totals_.find(entry.account, entry.project, entry.service);
  if (former != nullptr) total.amount += former->amount;
  // This cannot fail: the only key is that of the former total, which is replaced.
  const bool is_kept = former == nullptr ? totals_.insert(total) : totals_.replace(*former, total);
  invariant(is_kept);
  return true;
}

std::optional<UsageEntry> Usage::find(AccountId account, ProjectId project,
                                      const ServiceCode& service, std::string_view key) const {
  return copied(entries_.view<ByKey>().find(account, project, service, key));
}

std::vector<UsageOfDay> Usage::sums(AccountId account, ProjectId project,
                                    const ServiceCode& service,
                                    const std::optional<std::string>& event, Timestamp from,
                                    Timestamp until) const {
  std::vector<UsageOfDay> days;
  for (const UsageEntry* entry : entries_.view<ByTime>().range(account, project, service)) {
    if (entry->created_at < from || (event && entry->event != *event)) continue;
    if (entry->created_at >= until) break;
    const auto day = std::chrono::floor<std::chrono::days>(entry->created_at);
    if (days.empty() || days.back().day != day) days.push_back({.day = day});
    days.back().amount += entry->amount;
    ++days.back().entries;
  }
  return days;
}

std::int64_t Usage::total(AccountId account, ProjectId project, const ServiceCode& service) const {
  const UsageTotal* total = totals_.find(account, project, service);
  return total == nullptr ? 0 : total->amount;
}

std::size_t Usage::erase_all(AccountId account, std::size_t limit) {
  const std::size_t entries = entries_.erase(entries_.view<ByKey>().range(account), limit);
  return entries + totals_.erase(totals_.view<TotalByPlace>().range(account), limit - entries);
}

}  // namespace gatehouse::memory

#include "usage.hpp"

#include "copies.hpp"

namespace gatehouse::memory {

bool Usage::insert(const UsageEntry& entry) { return entries_.insert(entry); }

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
  std::int64_t sum = 0;
  for (const UsageEntry* entry : entries_.view<ByKey>().range(account, project, service)) {
    sum += entry->amount;
  }
  return sum;
}

std::size_t Usage::erase_all(AccountId account) {
  return entries_.erase(entries_.view<ByKey>().range(account));
}

}  // namespace gatehouse::memory

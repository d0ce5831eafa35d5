#pragma once

#include <gatehouse/ports/storage/usage_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto usage_id(const UsageEntry& entry) noexcept { return std::tie(entry.id); }
inline auto usage_key(const UsageEntry& entry) noexcept {
  return std::tie(entry.account, entry.project, entry.service, entry.key);
}
inline auto usage_time(const UsageEntry& entry) noexcept {
  return std::tie(entry.account, entry.project, entry.service, entry.created_at, entry.id);
}

/// The sum of all usage entries of a service in a project.
struct UsageTotal {
  AccountId account;
  ProjectId project;
  ServiceCode service;
  std::int64_t amount = 0;
};

inline auto usage_place(const UsageTotal& total) noexcept {
  return std::tie(total.account, total.project, total.service);
}

class Usage final : public UsageRecords {
 public:
  explicit Usage(UndoLog& log) noexcept : entries_(log), totals_(log) {}

  bool insert(const UsageEntry& entry) override;
  std::optional<UsageEntry> find(AccountId account, ProjectId project, const ServiceCode& service,
                                 std::string_view key) const override;
  std::vector<UsageOfDay> sums(AccountId account, ProjectId project, const ServiceCode& service,
                               const std::optional<std::string>& event, Timestamp from,
                               Timestamp until) const override;
  std::int64_t total(AccountId account, ProjectId project,
                     const ServiceCode& service) const override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const UsageEntry* newest() const noexcept { return entries_.last(); }
  std::vector<UsageEntry> page(const Page<UsageEntry>& page) const { return entries_.page(page); }

 private:
  using ByKey = Index<UsageEntry, usage_key>;
  using ByTime = Index<UsageEntry, usage_time>;

  using TotalByPlace = Index<UsageTotal, usage_place>;

  Table<UsageEntry, usage_id, ByKey, ByTime> entries_;
  Table<UsageTotal, usage_place, TotalByPlace> totals_;
};

}  // namespace gatehouse::memory

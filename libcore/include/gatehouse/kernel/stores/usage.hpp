/// The ledger of usage on tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/usage_records.hpp>

namespace gatehouse::kernel {

/// The sum of all usage entries of a service in a project.
struct UsageTotal {
  AccountId account;
  ProjectId project;
  ServiceCode service;
  std::int64_t amount = 0;
};

template <>
struct Indexes<UsageEntry> {
  using Id = DescribedIndex<UsageEntry>;
  using Key =
      Index<&UsageEntry::account, &UsageEntry::project, &UsageEntry::service, &UsageEntry::key>;
  using Age = Index<&UsageEntry::account, &UsageEntry::project, &UsageEntry::service,
                    &UsageEntry::created_at, &UsageEntry::id>;
  using All = IndexList<Id, Key, Age>;
};

template <>
struct Indexes<UsageTotal> {
  using Place = Index<&UsageTotal::account, &UsageTotal::project, &UsageTotal::service>;
  using All = IndexList<Place>;
};

template <class Engine>
class Usage : public Store<UsageRecords> {
  using By = Indexes<UsageEntry>;
  using TotalBy = Indexes<UsageTotal>;

 public:
  explicit Usage(Tables<Engine>& tables)
      : entries_(tables.template of<UsageEntry>()), totals_(tables.template of<UsageTotal>()) {}

  bool insert(const UsageEntry& entry) override {
    if (!entries_.insert(entry)) return false;
    const auto former = totals_.find(TotalBy::Place{}, entry.account, entry.project, entry.service);
    const std::int64_t before = former ? former->amount : 0;
    totals_.put(former, {entry.account, entry.project, entry.service, before + entry.amount});
    return true;
  }
  std::optional<UsageEntry> find(AccountId account, ProjectId project, const ServiceCode& service,
                                 std::string_view key) const override {
    return copied(entries_.find(By::Key{}, account, project, service, key));
  }
  std::vector<UsageOfDay> sums(AccountId account, ProjectId project, const ServiceCode& service,
                               const std::optional<std::string>& event, Timestamp from,
                               Timestamp until) const override {
    using First =
        std::tuple<const AccountId&, const ProjectId&, const ServiceCode&, const Timestamp&>;
    using Last = std::tuple<const AccountId&, const ProjectId&, const ServiceCode&>;
    std::vector<UsageOfDay> days;
    entries_.visit(
        By::Age{},
        Range<First, Last>{{account, project, service, from}, {account, project, service}, false},
        [&](const UsageEntry& entry) {
          if (entry.created_at >= until) return false;
          if (event && entry.event != *event) return true;
          const auto day = std::chrono::floor<std::chrono::days>(entry.created_at);
          if (days.empty() || days.back().day != day) days.push_back({.day = day});
          days.back().amount += entry.amount;
          days.back().times += entry.times;
          ++days.back().entries;
          return true;
        });
    return days;
  }
  std::int64_t total(AccountId account, ProjectId project,
                     const ServiceCode& service) const override {
    const auto found = totals_.find(TotalBy::Place{}, account, project, service);
    return found ? found->amount : 0;
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t entries = entries_.erase(By::Key{}, within(account), limit);
    return entries + totals_.erase(TotalBy::Place{}, within(account), limit - entries);
  }
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    const std::size_t entries = entries_.erase(By::Key{}, within(account, project), limit);
    return entries + totals_.erase(TotalBy::Place{}, within(account, project), limit - entries);
  }

 private:
  Rows<Engine, UsageEntry>& entries_;
  Rows<Engine, UsageTotal>& totals_;
};

}  // namespace gatehouse::kernel

/// Usage and limits on tables.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/limit_records.hpp>
#include <gatehouse/ports/storage/usage_records.hpp>

namespace gatehouse::kernel {

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

 private:
  Rows<Engine, UsageEntry>& entries_;
  Rows<Engine, UsageTotal>& totals_;
};

template <class Engine>
class LimitSettings : public Store<LimitRecords> {
  using By = Indexes<LimitSetting>;

 public:
  explicit LimitSettings(Tables<Engine>& tables) : settings_(tables.template of<LimitSetting>()) {}

  void set(const LimitSetting& setting) override {
    const auto old = settings_.find(By::Place{}, setting.account, setting.project, setting.service);
    if (setting.limits.is_empty()) {
      settings_.erase_found(old);
    } else {
      settings_.put(old, setting);
    }
  }
  Limits find(const Tenant& account, const std::optional<ProjectId>& project,
              const std::optional<ServiceCode>& service) const override {
    const auto found = settings_.find(By::Place{}, account, project, service);
    return found ? found->limits : Limits{};
  }
  std::vector<LimitSetting> reaching(AccountId account, const std::optional<ProjectId>& project,
                                     const std::optional<ServiceCode>& service) const override {
    const Tenant any_account;
    const std::optional<ProjectId> any_project;
    const std::optional<ServiceCode> any_service;
    std::vector<LimitSetting> reaching;
    const auto add = [&](const Tenant& tenant, const std::optional<ProjectId>& of,
                         const std::optional<ServiceCode>& code) {
      const auto found = settings_.find(By::Place{}, tenant, of, code);
      if (found) reaching.push_back(*found);
    };
    if (project && service) add(account, project, service);
    add(account, any_project, any_service);
    if (service) add(any_account, any_project, service);
    add(any_account, any_project, any_service);
    return reaching;
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return settings_.erase(By::Place{}, within(account), limit);
  }

 private:
  Rows<Engine, LimitSetting>& settings_;
};

}  // namespace gatehouse::kernel

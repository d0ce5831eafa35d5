/// Limits on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/limit_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<LimitSetting> {
  using Place = DescribedIndex<LimitSetting>;
  using All = IndexList<Place>;
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
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return settings_.erase(By::Place{}, within(Tenant(account), std::optional(project)), limit);
  }

 private:
  Rows<Engine, LimitSetting>& settings_;
};

}  // namespace gatehouse::kernel

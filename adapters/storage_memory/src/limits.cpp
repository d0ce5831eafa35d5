#include "limits.hpp"

namespace gatehouse::memory {

void LimitSettings::set(const LimitSetting& setting) {
  const LimitSetting* old = settings_.find(setting.account, setting.project, setting.service);
  if (old != nullptr) settings_.erase(*old);
  // This cannot fail: the former setting was erased.
  if (!setting.limits.is_empty()) static_cast<void>(settings_.insert(setting));
}

Limits LimitSettings::find(const Tenant& account, const std::optional<ProjectId>& project,
                           const std::optional<ServiceCode>& service) const {
  const LimitSetting* setting = settings_.find(account, project, service);
  return setting == nullptr ? Limits{} : setting->limits;
}

std::vector<LimitSetting> LimitSettings::reaching(AccountId account,
                                                  const std::optional<ProjectId>& project,
                                                  const std::optional<ServiceCode>& service) const {
  const Tenant any_account;
  const std::optional<ProjectId> any_project;
  const std::optional<ServiceCode> any_service;
  std::vector<LimitSetting> found;
  const auto add = [&](const Tenant& tenant, const std::optional<ProjectId>& of,
                       const std::optional<ServiceCode>& code) {
    const LimitSetting* setting = settings_.find(tenant, of, code);
    if (setting != nullptr) found.push_back(*setting);
  };
  if (project && service) add(account, project, service);
  add(account, any_project, any_service);
  if (service) add(any_account, any_project, service);
  add(any_account, any_project, any_service);
  return found;
}

std::size_t LimitSettings::erase_all(AccountId account, std::size_t limit) {
  const Tenant tenant = account;
  return settings_.erase(settings_.view<ByPlace>().range(tenant), limit);
}

}  // namespace gatehouse::memory

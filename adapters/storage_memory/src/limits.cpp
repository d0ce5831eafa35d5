#include "limits.hpp"

namespace gatehouse::memory {

void LimitSettings::set(const LimitSetting& setting) {
  const LimitSetting* old = settings_.find(setting.account, setting.service);
  if (old != nullptr) settings_.erase(*old);
  // Cannot be refused: its place is free.
  if (!setting.limits.is_empty()) static_cast<void>(settings_.insert(setting));
}

Limits LimitSettings::find(const Tenant& account, const std::optional<ServiceCode>& service) const {
  const LimitSetting* setting = settings_.find(account, service);
  return setting == nullptr ? Limits{} : setting->limits;
}

std::vector<LimitSetting> LimitSettings::reaching(AccountId account,
                                                  const std::optional<ServiceCode>& service) const {
  const std::optional<ServiceCode> every;
  std::vector<LimitSetting> found;
  const auto add = [&](const Tenant& tenant, const std::optional<ServiceCode>& code) {
    const LimitSetting* setting = settings_.find(tenant, code);
    if (setting != nullptr) found.push_back(*setting);
  };
  add(account, every);
  if (service) add(Tenant(), service);
  add(Tenant(), every);
  return found;
}

std::size_t LimitSettings::erase_all(AccountId account) {
  const Tenant tenant = account;
  return settings_.erase(settings_.view<ByPlace>().range(tenant));
}

}  // namespace gatehouse::memory

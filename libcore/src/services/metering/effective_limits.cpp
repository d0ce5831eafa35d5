#include <gatehouse/services/metering/detail/effective_limits.hpp>

#include <array>
#include <optional>
#include <vector>

namespace gatehouse {
namespace {

using Limit = std::optional<std::int64_t>;

/// The limits set for the service in the project, for the account, for the service and for the
/// installation, in order of precedence.
std::array<Limit, 4> from_near_to_far(const std::vector<LimitSetting>& settings,
                                      Limit Limits::*kind) {
  std::array<Limit, 4> found;
  for (const LimitSetting& setting : settings) {
    const std::size_t distance = setting.project   ? 0
                                 : setting.account ? 1
                                 : setting.service ? 2
                                                   : 3;
    found.at(distance) = setting.limits.*kind;
  }
  return found;
}

}  // namespace

std::int64_t EffectiveLimits::projects() const {
  const auto set = from_near_to_far(tx_.limits().reaching(account_, {}, {}), &Limits::projects);
  if (set[1]) return *set[1];
  return set[3].value_or(settings_.projects_per_account);
}

std::int64_t EffectiveLimits::credentials() const {
  const auto set = from_near_to_far(tx_.limits().reaching(account_, {}, {}), &Limits::credentials);
  if (set[1]) return *set[1];
  return set[3].value_or(settings_.credentials_per_account);
}

std::int64_t EffectiveLimits::users() const {
  const auto set = from_near_to_far(tx_.limits().reaching(account_, {}, {}), &Limits::users);
  if (set[1]) return *set[1];
  return set[3].value_or(settings_.consumers_per_project);
}

std::int64_t EffectiveLimits::users(const Project& project) const {
  return project.own_user_limit ? *project.own_user_limit : users();
}

std::int64_t EffectiveLimits::items(const Attachment& attachment) const {
  const auto set = from_near_to_far(
      tx_.limits().reaching(account_, attachment.project, attachment.service), &Limits::items);
  if (set[0]) return *set[0];
  if (set[1]) return *set[1];
  if (set[2]) return *set[2];
  // A configured limit of the service takes precedence over the limit for all services.
  const auto configured = settings_.items_of_service.find(attachment.service);
  if (configured != settings_.items_of_service.end()) return configured->second;
  return set[3].value_or(settings_.items_per_service);
}

bool EffectiveLimits::has_items_left(ProjectId project, const ServiceCode& service) const {
  const auto attachment = tx_.attachments().find(account_, project, service);
  return attachment && attachment->item_used < items(*attachment);
}

}  // namespace gatehouse

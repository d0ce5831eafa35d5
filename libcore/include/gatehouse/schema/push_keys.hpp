/// The push keys of projects in the API.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// Omitted fields are unchanged; null clears a field.
struct UpdatePushKeys {
  std::optional<std::optional<std::string>> fcm_api_keys{};
  std::optional<std::optional<std::string>> fcm_project_number{};
  std::optional<std::optional<std::string>> apns_cert{};
};

/// The push keys of a project.
struct PushKeysView {
  ProjectId project;
  CurrentPushKeys keys;
};

namespace schema {
namespace fields {
constexpr Field opaque(std::string_view name, std::string_view details) {
  return {.name = name, .details = details, .format = Format::opaque, .allow_null = true};
}
inline constexpr std::array push_keys{
    opaque("fcmApiKeys", "FCM API key."), opaque("fcmProjectNumber", "FCM project number."),
    opaque("apnsCert", "APNs certificate."), id("id", "ID of the project."), updated_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource push_keys{"PushKeys", fields::push_keys};
}  // namespace resources

template <>
inline constexpr auto description<UpdatePushKeys> = describes<&resources::push_keys>(
    optional("fcmApiKeys", &UpdatePushKeys::fcm_api_keys).sets(&PushKeys::fcm_api_keys),
    optional("fcmProjectNumber", &UpdatePushKeys::fcm_project_number)
        .sets(&PushKeys::fcm_project_number),
    optional("apnsCert", &UpdatePushKeys::apns_cert).sets(&PushKeys::apns_cert));

namespace views {
inline constexpr auto push_keys = view<&resources::push_keys, PushKeysView>(
    shown("fcmApiKeys", &PushKeysView::keys, &PushKeys::fcm_api_keys),
    shown("fcmProjectNumber", &PushKeysView::keys, &PushKeys::fcm_project_number),
    shown("apnsCert", &PushKeysView::keys, &PushKeys::apns_cert),
    shown("id", &PushKeysView::project),
    shown("updatedAt", &PushKeysView::keys, &CurrentPushKeys::updated_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse

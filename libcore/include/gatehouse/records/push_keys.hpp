/// The push keys of projects.
#pragma once

#include <tuple>

#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<ProjectPushKeys> = kind(
    "project_push_keys", key(&ProjectPushKeys::account, &ProjectPushKeys::project),
    std::tuple{
        owner(identity("account", &ProjectPushKeys::account)),
        identity("project", &ProjectPushKeys::project),
        sealed("project_push_keys.fcm_api_keys",
               ordinary("fcm_api_keys", &ProjectPushKeys::keys, &SealedPushKeys::fcm_api_keys)),
        sealed("project_push_keys.fcm_project_number",
               ordinary("fcm_project_number", &ProjectPushKeys::keys,
                        &SealedPushKeys::fcm_project_number)),
        sealed("project_push_keys.apns_cert",
               ordinary("apns_cert", &ProjectPushKeys::keys, &SealedPushKeys::apns_cert)),
        stamp(ordinary("updated_at", &ProjectPushKeys::keys, &SealedPushKeys::updated_at)),
    });

}  // namespace gatehouse::records

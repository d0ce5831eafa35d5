/// Limits.
#pragma once

#include <tuple>

#include <gatehouse/model/limits.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<LimitSetting> = kind(
    "limit_setting", key(&LimitSetting::account, &LimitSetting::project, &LimitSetting::service),
    std::tuple{
        owner(identity("account", &LimitSetting::account)),
        identity("project", &LimitSetting::project),
        identity("service", &LimitSetting::service),
        ordinary("projects", &LimitSetting::limits, &Limits::projects),
        ordinary("users", &LimitSetting::limits, &Limits::users),
        ordinary("items", &LimitSetting::limits, &Limits::items),
        ordinary("credentials", &LimitSetting::limits, &Limits::credentials),
    });

}  // namespace gatehouse::records

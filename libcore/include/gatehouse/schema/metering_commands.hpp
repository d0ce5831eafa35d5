/// The commands of metering.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/metering_resources.hpp>

namespace gatehouse {

struct RecordUsage {
  std::int64_t amount = 0;
  std::string event;
};

/// A limit to set, or to remove with null; if omitted, it is unchanged.
using NewLimit = std::optional<std::optional<std::int64_t>>;

/// For an account or the installation.
struct SetLimits {
  NewLimit projects{};
  NewLimit users{};
  NewLimit items{};
  NewLimit credentials{};
};

/// For a service in every account, or for one attachment of it.
struct SetItemLimit {
  NewLimit items{};
};

/// For a project.
struct SetUserLimit {
  NewLimit users{};
};

namespace schema {

template <>
struct Command<RecordUsage> : Describes<&resources::usage> {
  static constexpr auto members =
      std::tuple{required("amount", &RecordUsage::amount), required("event", &RecordUsage::event)};
};

template <>
struct Command<SetLimits> : Describes<&resources::limits> {
  static constexpr auto members =
      std::tuple{optional("projectLimit", &SetLimits::projects),
                 optional("userLimit", &SetLimits::users), optional("itemLimit", &SetLimits::items),
                 optional("credentialLimit", &SetLimits::credentials)};
};

template <>
struct Command<SetItemLimit> : Describes<&resources::limits_of_service> {
  static constexpr auto members = std::tuple{required("itemLimit", &SetItemLimit::items)};
};

template <>
struct Command<SetUserLimit> : Describes<&resources::limits_of_project> {
  static constexpr auto members = std::tuple{required("userLimit", &SetUserLimit::users)};
};

}  // namespace schema
}  // namespace gatehouse

/// The views of metering: usage and limits.
#pragma once

#include <cstdint>

#include <gatehouse/model/limits.hpp>
#include <gatehouse/model/usage.hpp>
#include <gatehouse/schema/metering_resources.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// Confirms a counted use, with the total so far.
struct UsageReceipt {
  UsageEntry entry;
  std::int64_t item_used = 0;
  std::int64_t item_limit = 0;
};

namespace schema::views {

inline constexpr auto usage = view<&resources::usage, UsageReceipt>(
    shown("id", &UsageReceipt::entry, &UsageEntry::id),
    shown("event", &UsageReceipt::entry, &UsageEntry::event),
    shown("amount", &UsageReceipt::entry, &UsageEntry::amount),
    shown("itemLimit", &UsageReceipt::item_limit), shown("itemUsed", &UsageReceipt::item_used));

inline constexpr auto usage_of_day = view<&resources::usage_of_day, UsageOfDay>(
    shown("day", &UsageOfDay::day), shown("amount", &UsageOfDay::amount),
    shown("entries", &UsageOfDay::entries));

inline constexpr auto limits = view<&resources::limits, Limits>(
    shown("projectLimit", &Limits::projects), shown("userLimit", &Limits::users),
    shown("itemLimit", &Limits::items), shown("credentialLimit", &Limits::credentials));

inline constexpr auto limits_of_service =
    view<&resources::limits_of_service, Limits>(shown("itemLimit", &Limits::items));

inline constexpr auto limits_of_project =
    view<&resources::limits_of_project, Limits>(shown("userLimit", &Limits::users));

}  // namespace schema::views
}  // namespace gatehouse

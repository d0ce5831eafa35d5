/// Usage in the API.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include <gatehouse/model/usage.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct RecordUsage {
  std::int64_t amount = 0;
  std::string event;
};

/// Confirms a counted use, with the total so far.
struct UsageReceipt {
  UsageEntry entry;
  std::int64_t item_used = 0;
  std::int64_t item_limit = 0;
};

namespace schema {

/// In code points.
inline constexpr std::size_t max_event = 64;

/// Maximum number of items that one request may add.
inline constexpr std::int64_t max_amount = 1'000'000'000;

namespace fields {
inline constexpr std::array usage{
    Field{.name = "amount",
          .details = "Items that were used: 1 to 1,000,000,000.",
          .type = Type::integer,
          .min_value = 1,
          .max_value = max_amount},
    Field{.name = "event",
          .details = "Name of the event, chosen by the service. At most 64 characters.",
          .min_length = 1,
          .max_length = max_event,
          .example = "message"},
    id("id", "ID of the ledger's entry."), count("itemLimit", "Item limit of the service."),
    count("itemUsed", "Items used of the service, these included.")};

inline constexpr std::array usage_of_day{
    Field{.name = "day",
          .details = "The day in UTC, e.g. 2026-11-24.",
          .mode = Mode::read_only,
          .example = "2026-11-24"},
    count("amount", "Items that were used on that day."),
    count("times", "How often events took place on that day, those that use no items included."),
    count("entries", "Number of ledger entries on that day.")};
}  // namespace fields

namespace resources {
inline constexpr Resource usage{"Usage", fields::usage};
inline constexpr Resource usage_of_day{"UsageOfDay", fields::usage_of_day};
}  // namespace resources

template <>
inline constexpr auto description<RecordUsage> = describes<&resources::usage>(
    required("amount", &RecordUsage::amount), required("event", &RecordUsage::event));

namespace views {
inline constexpr auto usage = view<&resources::usage, UsageReceipt>(
    shown("id", &UsageReceipt::entry, &UsageEntry::id),
    shown("event", &UsageReceipt::entry, &UsageEntry::event),
    shown("amount", &UsageReceipt::entry, &UsageEntry::amount),
    shown("itemLimit", &UsageReceipt::item_limit), shown("itemUsed", &UsageReceipt::item_used));

inline constexpr auto usage_of_day = view<&resources::usage_of_day, UsageOfDay>(
    shown("day", &UsageOfDay::day), shown("amount", &UsageOfDay::amount),
    shown("times", &UsageOfDay::times), shown("entries", &UsageOfDay::entries));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse

/// The resources of metering: usage and limits.
#pragma once

#include <array>
#include <cstdint>

#include <gatehouse/schema/field.hpp>
#include <gatehouse/schema/resources.hpp>

namespace gatehouse::schema {

/// In code points.
inline constexpr std::size_t max_event = 64;
/// Maximum number of items that one request may add.
inline constexpr std::int64_t max_amount = 1'000'000'000;
/// Maximum value of any limit.
inline constexpr std::int64_t max_limit = 1'000'000'000'000;

namespace fields {

constexpr Field limit(std::string_view name, std::string_view details) {
  return {.name = name,
          .details = details,
          .type = Type::integer,
          .allow_null = true,
          .max_value = max_limit};
}

constexpr Field project_limit() {
  return limit("projectLimit", "Projects of an account; null: not set here.");
}
constexpr Field user_limit() {
  return limit("userLimit", "Consumers of a project; null: not set here.");
}
constexpr Field item_limit() {
  return limit("itemLimit", "Items of an attached service; null: not set here.");
}

constexpr Field credential_limit() {
  return limit("credentialLimit", "Credentials of an account; null: not set here.");
}

inline constexpr std::array usage{
    Field{.name = "amount",
          .details = "Items that were used: 1 to 1,000,000,000.",
          .type = Type::integer,
          .min_value = 1,
          .max_value = max_amount},
    Field{.name = "event",
          .details = "Name of the event, chosen by the service. At most 64 characters.",
          .min_length = 1,
          .max_length = max_event},
    id("id", "ID of the ledger's entry."), count("itemLimit", "Item limit of the service."),
    count("itemUsed", "Items used of the service, these included.")};

inline constexpr std::array usage_of_day{
    Field{.name = "day", .details = "The day in UTC, e.g. 2026-11-24.", .mode = Mode::read_only},
    count("amount", "Items that were used on that day."),
    count("entries", "Number of ledger entries on that day.")};

inline constexpr std::array limits{project_limit(), user_limit(), item_limit(), credential_limit()};
inline constexpr std::array limits_of_service{item_limit()};
inline constexpr std::array limits_of_project{user_limit()};

}  // namespace fields

namespace resources {

inline constexpr Resource usage{"Usage", fields::usage};
inline constexpr Resource usage_of_day{"UsageOfDay", fields::usage_of_day};
inline constexpr Resource limits{"Limits", fields::limits};
inline constexpr Resource limits_of_service{"ServiceLimits", fields::limits_of_service};
inline constexpr Resource limits_of_project{"ProjectLimits", fields::limits_of_project};

}  // namespace resources
}  // namespace gatehouse::schema

/// Usage of services, counted in items.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>

namespace gatehouse {

/// An entry of the ledger. Entries are never changed.
struct UsageEntry {
  UsageEntryId id;
  AccountId account;
  ProjectId project;
  ServiceCode service;
  /// The service's own name for the event.
  std::string event;
  /// Items. 0 for events that use none.
  std::int64_t amount = 0;
  /// How often the event took place.
  std::int64_t times = 1;
  /// Chosen by the client, and unique in the project and service: a repeated key is not counted.
  std::string key;
  Timestamp created_at;

  friend bool operator==(const UsageEntry&, const UsageEntry&) = default;
};

/// The totals of all entries of a day in UTC.
struct UsageOfDay {
  std::chrono::sys_days day;
  /// The sum of their amounts.
  std::int64_t amount = 0;
  /// The number of entries.
  std::int64_t entries = 0;
  /// How often their events took place.
  std::int64_t times = 0;

  friend bool operator==(const UsageOfDay&, const UsageOfDay&) = default;
};

}  // namespace gatehouse

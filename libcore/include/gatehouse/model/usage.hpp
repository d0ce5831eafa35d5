/// What services have used of their items.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>

namespace gatehouse {

/// An entry of the ledger, which is written once and never changed.
struct UsageEntry {
  UsageEntryId id;
  AccountId account;
  ProjectId project;
  ServiceCode service;
  /// What happened, in the service's own words.
  std::string event;
  /// Items.
  std::int64_t amount = 0;
  /// Chosen by who counts, and unique in the project and service: the same again is not counted.
  std::string key;
  Timestamp created_at;

  friend bool operator==(const UsageEntry&, const UsageEntry&) = default;
};

/// All entries of a day in UTC.
struct UsageOfDay {
  std::chrono::sys_days day;
  /// The sum of their amounts.
  std::int64_t amount = 0;
  /// How many there are.
  std::int64_t entries = 0;

  friend bool operator==(const UsageOfDay&, const UsageOfDay&) = default;
};

}  // namespace gatehouse

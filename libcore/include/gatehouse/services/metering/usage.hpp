/// Metering: what a project's services use of their items.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/usage.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/metering_commands.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/service_tokens.hpp>

namespace gatehouse {

/// That something was counted, and how much is used by now.
struct UsageReceipt {
  UsageEntry entry;
  std::int64_t item_used = 0;
  std::int64_t item_limit = 0;
};

/// Which part of the ledger is summed.
struct UsageQuery {
  std::optional<std::string> event{};
  /// Days in UTC, both of them included. Left out: until today, and 30 days with that.
  std::optional<std::chrono::sys_days> from{};
  std::optional<std::chrono::sys_days> until{};
};

class Usage {
 public:
  /// Octets of a key, and days of a query, at most.
  static constexpr std::size_t max_key = 128;
  static constexpr int max_days = 366;

  Usage(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Why a key is none, or nothing.
  [[nodiscard]] static std::optional<FieldFault> fault_of_key(std::string_view key);

  /// Adds to the attachment's use, and writes it into the ledger. A key that was used before counts
  /// nothing: the receipt is that of the first time.
  ///
  /// not_found when the caller is of another project, or the service is not attached;
  /// limit_exceeded, with nothing added, when it would be more than the limit; conflict when the
  /// key stands for something else; invalid_argument for a key that is not 1 to 128 visible ASCII
  /// characters.
  [[nodiscard]] Result<UsageReceipt> record(const ServiceContext& caller, ProjectId project,
                                            const ServiceCode& service, std::string_view key,
                                            const RecordUsage& command);

  /// The sums of the days that have any. not_found when the account has no such project;
  /// invalid_argument for days in the wrong order, or too many, and for what no event is called. A
  /// service that was detached is still told of.
  [[nodiscard]] Result<std::vector<UsageOfDay>> sums(const UserContext& caller, ProjectId project,
                                                     const ServiceCode& service,
                                                     const UsageQuery& query);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
};

}  // namespace gatehouse

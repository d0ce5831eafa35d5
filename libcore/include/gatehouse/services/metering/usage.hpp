/// Metering: counts the items that a project's services use.
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
#include <gatehouse/schema/usage.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/service_tokens.hpp>

namespace gatehouse {

/// Selects the part of the ledger to sum.
struct UsageQuery {
  std::optional<std::string> event{};
  /// Days in UTC, both inclusive. Defaults: `until` is today, and the range covers 30 days.
  std::optional<std::chrono::sys_days> from{};
  std::optional<std::chrono::sys_days> until{};
};

class Usage {
 public:
  /// Maximum length of a key in octets, and of a query in days.
  static constexpr std::size_t max_key = 128;
  static constexpr int max_days = 366;

  Usage(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Returns why a key is invalid, or nothing if it is valid.
  [[nodiscard]] static std::optional<FieldFault> fault_of_key(std::string_view key);

  /// Adds to the attachment's usage and records it in the ledger. A key that was used before counts
  /// nothing and returns the first receipt.
  ///
  /// Fails with not_found if the caller belongs to another project or the service is not attached,
  /// with limit_exceeded if the limit would be exceeded (nothing is added), with conflict if the
  /// key was used for a different entry, and with invalid_argument if the key is not 1 to 128
  /// visible ASCII characters.
  [[nodiscard]] Result<UsageReceipt> record(const ServiceContext& caller, ProjectId project,
                                            const ServiceCode& service, std::string_view key,
                                            const Checked<RecordUsage>& command);

  /// Returns the sums of the days that have entries. Fails with not_found if the account has no
  /// such project, and with invalid_argument for days in the wrong order, too many days, or an
  /// invalid event name. Detached services are included.
  [[nodiscard]] Result<std::vector<UsageOfDay>> sums(const UserContext& caller, ProjectId project,
                                                     const ServiceCode& service,
                                                     const UsageQuery& query);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
};

}  // namespace gatehouse

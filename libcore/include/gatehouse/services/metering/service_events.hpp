/// Events that a project's services report, many at once. They are written to the ledger of usage.
#pragma once

#include <optional>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/service_events.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/service_tokens.hpp>

namespace gatehouse {

class ServiceEvents {
 public:
  ServiceEvents(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Whether an event uses an item each time it takes place. Other events use none.
  [[nodiscard]] static bool uses_items(std::string_view event) noexcept;

  /// Writes all of the events to the ledger, or none. A key that was used before for the same
  /// events counts nothing; without a key, each call counts.
  ///
  /// Fails with not_found, naming all such events, if an event is of another project or of a
  /// service that is not attached; with limit_exceeded if a limit would be exceeded; with conflict
  /// if the key was used for other events; and with invalid_argument if there is a key that is not
  /// 1 to 128 visible ASCII characters.
  [[nodiscard]] Result<Done> report(const ServiceContext& caller,
                                    std::optional<std::string_view> key,
                                    const Checked<ReportEvents>& command);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
};

}  // namespace gatehouse

/// The usage ledger of services. It outlives the attachment and is erased with the account.
///
/// [ST-190] Keys are unique in their account, project and service, compared byte for byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/model/usage.hpp>

namespace gatehouse {

class UsageRecords {
 public:
  /// [ST-191] Returns false and changes nothing if the id or the key is taken.
  [[nodiscard]] virtual bool insert(const UsageEntry& entry) = 0;
  /// [ST-192] Returns nothing if the project belongs to another account.
  [[nodiscard]] virtual std::optional<UsageEntry> find(AccountId account, ProjectId project,
                                                       const ServiceCode& service,
                                                       std::string_view key) const = 0;
  /// [ST-193] Sums the amounts and times of a project's entries for one service created in [`from`,
  /// `until`), for the event or, without one, for all events. Returns one sum for each day in UTC
  /// that has entries, in order. Times before 1970 need not be separated by day.
  [[nodiscard]] virtual std::vector<UsageOfDay> sums(AccountId account, ProjectId project,
                                                     const ServiceCode& service,
                                                     const std::optional<std::string>& event,
                                                     Timestamp from, Timestamp until) const = 0;
  /// [ST-195] Returns the sum of all of a project's entries for one service; 0 if there are none.
  /// Maintained on insertion, so that reading it takes constant time.
  [[nodiscard]] virtual std::int64_t total(AccountId account, ProjectId project,
                                           const ServiceCode& service) const = 0;
  /// [ST-194] Erases at most `limit` entries of the account's projects and returns their number;
  /// their sums are erased with the last entry.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~UsageRecords() = default;
};

}  // namespace gatehouse

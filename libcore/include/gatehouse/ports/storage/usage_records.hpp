/// The ledger of what services have used. It outlives the attachment, and goes with the account.
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
  /// [ST-191] False, and nothing is changed, when the id or the key is taken.
  [[nodiscard]] virtual bool insert(const UsageEntry& entry) = 0;
  /// [ST-192] Nothing when the project belongs to another account.
  [[nodiscard]] virtual std::optional<UsageEntry> find(AccountId account, ProjectId project,
                                                       const ServiceCode& service,
                                                       std::string_view key) const = 0;
  /// [ST-193] The sums of a project's entries for one service that were created from `from` on and
  /// before `until`, of that event or without one of all; of each day in UTC that has any, in
  /// order. Times before 1970 need not be told apart by day.
  [[nodiscard]] virtual std::vector<UsageOfDay> sums(AccountId account, ProjectId project,
                                                     const ServiceCode& service,
                                                     const std::optional<std::string>& event,
                                                     Timestamp from, Timestamp until) const = 0;
  /// [ST-195] The sum of all of a project's entries for one service; 0 when there are none. Kept as
  /// entries are inserted, so that reading it takes the same time however many there are.
  [[nodiscard]] virtual std::int64_t total(AccountId account, ProjectId project,
                                           const ServiceCode& service) const = 0;
  /// [ST-194] Erases at most `limit` entries of projects of the account and returns how many; once
  /// no entry is left, their sums are gone too.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~UsageRecords() = default;
};

}  // namespace gatehouse

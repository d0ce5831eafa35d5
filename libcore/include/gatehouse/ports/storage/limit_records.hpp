/// Limits that were set for accounts, services, services in projects and the whole installation.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/limits.hpp>

namespace gatehouse {

class LimitRecords {
 public:
  /// [ST-200] Puts them in the place of those that were set for the same; empty ones erase them.
  virtual void set(const LimitSetting& setting) = 0;
  /// [ST-201] Those for exactly that; empty ones when nothing was set.
  [[nodiscard]] virtual Limits find(const Tenant& account, const std::optional<ProjectId>& project,
                                    const std::optional<ServiceCode>& service) const = 0;
  /// [ST-202] What was set for the service in the project (if both are given), for the account, for
  /// the service (if one is given) and for the installation; in any order.
  [[nodiscard]] virtual std::vector<LimitSetting> reaching(
      AccountId account, const std::optional<ProjectId>& project,
      const std::optional<ServiceCode>& service) const = 0;
  /// [ST-203] Erases at most `limit` settings of the account and of its projects, and returns how
  /// many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~LimitRecords() = default;
};

}  // namespace gatehouse

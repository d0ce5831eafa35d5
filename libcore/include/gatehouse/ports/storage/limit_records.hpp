/// Limits set for accounts, services, services in projects and the whole installation.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/limits.hpp>

namespace gatehouse {

class LimitRecords {
 public:
  /// [ST-200] Replaces the limits of the same target; empty limits erase them.
  virtual void set(const LimitSetting& setting) = 0;
  /// [ST-201] Returns the limits of exactly this target; empty if none are set.
  [[nodiscard]] virtual Limits find(const Tenant& account, const std::optional<ProjectId>& project,
                                    const std::optional<ServiceCode>& service) const = 0;
  /// [ST-202] Returns, in any order, the limits set for the service in the project (if both are
  /// given), for the account, for the service (if one is given) and for the installation.
  [[nodiscard]] virtual std::vector<LimitSetting> reaching(
      AccountId account, const std::optional<ProjectId>& project,
      const std::optional<ServiceCode>& service) const = 0;
  /// [ST-203] Erases at most `limit` settings of the account and of its projects, and returns their
  /// number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~LimitRecords() = default;
};

}  // namespace gatehouse

/// Computes the limit in effect: see model/limits.hpp for the order of precedence.
#pragma once

#include <cstdint>

#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// The limits of an account as of a transaction. A decision based on a limit must be made in the
/// same transaction, so that a changed limit takes effect immediately.
class EffectiveLimits {
 public:
  /// `settings` must outlive this object.
  EffectiveLimits(const Transaction& tx, AccountId account, const Settings& settings)
      : tx_(tx), account_(account), settings_(settings) {}

  /// Maximum number of projects of the account.
  [[nodiscard]] std::int64_t projects() const;
  /// Maximum number of credentials of the account, over all of its projects.
  [[nodiscard]] std::int64_t credentials() const;
  /// Maximum number of consumers of a project that has no limit of its own.
  [[nodiscard]] std::int64_t users() const;
  [[nodiscard]] std::int64_t users(const Project& project) const;
  /// Maximum number of items of an attached service.
  [[nodiscard]] std::int64_t items(const Attachment& attachment) const;
  /// Whether the service is attached to the project and has unused items.
  [[nodiscard]] bool has_items_left(ProjectId project, const ServiceCode& service) const;

 private:
  const Transaction& tx_;
  AccountId account_;
  const Settings& settings_;
};

}  // namespace gatehouse

/// Which limit holds: see model/limits.hpp for the order in which they are looked for.
#pragma once

#include <cstdint>

#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// The limits of an account as they are in a transaction. Whoever decides by one of them decides in
/// the same transaction, so that a change counts from the moment it is made.
class EffectiveLimits {
 public:
  /// `settings` outlives it.
  EffectiveLimits(const Transaction& tx, AccountId account, const Settings& settings)
      : tx_(tx), account_(account), settings_(settings) {}

  /// How many projects the account may have.
  [[nodiscard]] std::int64_t projects() const;
  /// How many credentials it may have, in all its projects.
  [[nodiscard]] std::int64_t credentials() const;
  /// How many consumers one of its projects may have, without a limit of its own.
  [[nodiscard]] std::int64_t users() const;
  [[nodiscard]] std::int64_t users(const Project& project) const;
  /// How many items may be used of a service that is attached to one of its projects.
  [[nodiscard]] std::int64_t items(const Attachment& attachment) const;
  /// Whether the service is attached to the project, and not all of its items are used.
  [[nodiscard]] bool has_items_left(ProjectId project, const ServiceCode& service) const;

 private:
  const Transaction& tx_;
  AccountId account_;
  const Settings& settings_;
};

}  // namespace gatehouse

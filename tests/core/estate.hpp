/// One account with something of everything, and every service call that can be made on it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "world.hpp"

namespace gatehouse::testing {

struct Estate {
  AccountId account;
  Principal admin;
  Principal billing;
  Principal developer;
  Principal other_admin;
  Principal other_billing;
  Principal other_developer;
  /// Has the service "push" attached, and `attached`.
  ProjectId project;
  ConsumerId attached;
  /// Not attached to anything.
  ConsumerId consumer;
  /// Of `attached`, for "push".
  std::string consumer_token;
  /// The name of `project`, which no other estate's project has. It protects the API proxies
  /// "Stock", "Orders" and "Spare", the first of them in the group "Public"; its credential
  /// "client" was granted "Stock" and "Public". "Everywhere", "Common" and "global" are an API
  /// proxy, a group and a credential for every project. `developer` may manage its API security,
  /// `other_developer` may not.
  std::string project_name;
  GatewayId gateway;
  /// Of `project`; `refresh_token` is the second of its family. Something of "push" was used, and
  /// the account has limits of its own.
  ServiceCaller service;
  std::string refresh_token;

  [[nodiscard]] const Principal& of(Role role) const;
};

/// The catalogue offers "push", attached in every estate, and "chat", attached in none.
void offer_services(World& world);

/// `name` keeps the e-mail addresses of estates apart.
[[nodiscard]] Estate make_estate(World& world, std::string_view name);

/// What the call does with the storage; `none`: it decides by the caller alone.
enum class Effect { none, reads, changes };
/// Whether the call names something of an account by its id.
enum class Target { by_id, none };

struct Call {
  /// As the contract's table of roles calls it.
  std::string name;
  Effect effect;
  Target target;
  /// Its outcome.
  std::function<std::string(Services&, const Principal& caller, const Estate& estate)> make;
  /// A role that may make it.
  Role role = Role::admin;
};

/// Somebody who may make the call: root, or the estate's first user of the role.
[[nodiscard]] Principal caller_of(World& world, const Estate& estate, Role role);

/// Every call that takes a principal. Ids are those of the estate given, which may be another
/// account's than the caller's.
[[nodiscard]] const std::vector<Call>& all_calls();

}  // namespace gatehouse::testing

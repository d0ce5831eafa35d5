/// An account with records of every kind, and every service call that can be made on them.
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
  /// Has the service "push" attached, and the consumer `attached`.
  ProjectId project;
  ConsumerId attached;
  /// A consumer without a project.
  ConsumerId consumer;
  /// The token of `attached` for "push".
  std::string consumer_token;
  /// The name of `project`, which is unique among all estates. The project protects the API proxies
  /// "Stock", "Orders" and "Spare", the first of them in the group "Public"; its credential
  /// "client" was granted "Stock" and "Public". "Everywhere", "Common" and "global" are an API
  /// proxy, a group and a credential for every project. `developer` may manage the API security of
  /// the project, `other_developer` may not.
  std::string project_name;
  GatewayId gateway;
  /// With one secret.
  ServiceAccount service_account;
  /// Tokens of `project`; `refresh_token` is the second of its family. Items of "push" have been
  /// used, and the account has its own limits.
  ServiceCaller service;
  std::string refresh_token;

  [[nodiscard]] const Principal& of(Role role) const;
};

/// The catalogue contains "push", which is attached in every estate, and "chat", which is attached
/// in none.
void offer_services(World& world);

/// `name` makes the e-mail addresses of different estates distinct.
[[nodiscard]] Estate make_estate(World& world, std::string_view name);

/// How the call uses the storage; `none`: the outcome depends on the caller alone.
enum class Effect { none, reads, changes };
/// Whether the call names a record of an account by its id.
enum class Target { by_id, none };

struct Call {
  /// The name of the call in the table of roles of the contract.
  std::string name;
  Effect effect;
  Target target;
  /// The outcome of the call.
  std::function<std::string(Services&, const Principal& caller, const Estate& estate)> make;
  /// A role that may make the call.
  Role role = Role::admin;
};

/// A principal that may make the call: root, or the first user of the role in the estate.
[[nodiscard]] Principal caller_of(World& world, const Estate& estate, Role role);

/// Every call that takes a principal. The ids are those of the given estate, which may belong to
/// another account than the caller.
[[nodiscard]] const std::vector<Call>& all_calls();

}  // namespace gatehouse::testing

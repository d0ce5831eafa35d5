/// Lookup of registered names in a scope.
///
/// In a project's scope, names registered for the project and for every project are visible. Grants
/// and groups that apply everywhere may refer to any name that a project of the account has
/// registered. To keep a name unambiguous within a project, no name may be registered both for
/// every project and for a project.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <gatehouse/model/grant.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>

namespace gatehouse {

/// Maximum number of grants of a credential in one scope, which equals the page limit of their
/// list. The request that reaches it may exceed it by what it adds.
inline constexpr std::size_t max_grants_of_credential = 10'000;
/// Maximum number of groups of an account. Accounts that exceeded it before its introduction keep
/// theirs.
inline constexpr std::size_t max_groups_of_account = 1000;
/// Maximum number of API proxies in a group. Groups that exceeded it before its introduction keep
/// theirs.
inline constexpr std::size_t max_proxies_of_group = 1000;

[[nodiscard]] bool is_registered(const Transaction& tx, AccountId account, const Scope& scope,
                                 const GrantTarget& target);

/// The scope in which references to an erased API proxy or group are removed with it. Without a
/// value, in all scopes.
[[nodiscard]] std::optional<Scope> scope_of_erased(const Transaction& tx, AccountId account,
                                                   const Scope& scope, const GrantTarget& target);

/// Whether a former holder of the name is still being erased with its grants and group memberships.
/// If so, the name cannot be used yet.
[[nodiscard]] bool is_being_erased(const Transaction& tx, Erasures::Obstacle& obstacle,
                                   AccountId account, const Scope& scope,
                                   const GrantTarget& target);

}  // namespace gatehouse

/// Whether a name stands for something in a scope.
///
/// In a project's scope, names are those registered for the project and for every project. What
/// holds everywhere may name whatever any project of the account has registered. So that a name
/// means one thing in a project, nothing is registered for every project under a name that a
/// project has, nor the other way round.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <gatehouse/model/grant.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>

namespace gatehouse {

/// Grants that a credential may have in one scope: as many as a list of them shows. Requests at the
/// same time may pass it together by what each of them asks for.
inline constexpr std::size_t max_grants_of_credential = 10'000;
/// Groups of an account. One that had more before there was a limit keeps them.
inline constexpr std::size_t max_groups_of_account = 1000;
/// API proxies in one group. One that had more before there was a limit keeps them.
inline constexpr std::size_t max_proxies_of_group = 1000;

[[nodiscard]] bool is_registered(const Transaction& tx, AccountId account, const Scope& scope,
                                 const GrantTarget& target);

/// After an API proxy or a group of that scope was erased: where what named it goes with it.
/// Nothing means in all scopes.
[[nodiscard]] std::optional<Scope> scope_of_erased(const Transaction& tx, AccountId account,
                                                   const Scope& scope, const GrantTarget& target);

/// Whether something that had the name in the scope before is still being erased with its grants
/// and its places in groups: then the name is not to be used yet.
[[nodiscard]] bool is_being_erased(const Transaction& tx, Erasures::Obstacle& obstacle,
                                   AccountId account, const Scope& scope,
                                   const GrantTarget& target);

}  // namespace gatehouse

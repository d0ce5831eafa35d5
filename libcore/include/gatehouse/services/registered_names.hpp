/// Whether a name stands for something in a scope.
///
/// In a project's scope, names are those registered for the project and for every project. What
/// holds everywhere may name whatever any project of the account has registered. So that a name
/// means one thing in a project, nothing is registered for every project under a name that a
/// project has, nor the other way round.
#pragma once

#include <optional>
#include <string_view>

#include <gatehouse/model/grant.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/erasures.hpp>

namespace gatehouse {

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

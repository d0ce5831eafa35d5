/// Whether a name stands for something in a scope.
///
/// In a project's scope, names are those registered for the project and for every project. What
/// holds everywhere may name whatever any project of the account has registered. So that a name
/// means one thing in a project, nothing is registered for every project under a name that a
/// project has, nor the other way round.
#pragma once

#include <string_view>

#include <gatehouse/model/grant.hpp>
#include <gatehouse/ports/storage.hpp>

namespace gatehouse {

[[nodiscard]] bool is_registered(const Transaction& tx, AccountId account, const Scope& scope,
                                 const GrantTarget& target);

/// After an API proxy or a group of that scope was erased: erases the grants that named it.
void erase_grants_of(Transaction& tx, AccountId account, const Scope& scope,
                     const GrantTarget& target);

}  // namespace gatehouse

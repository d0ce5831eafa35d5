#include <gatehouse/services/api_security/detail/registered_names.hpp>

namespace gatehouse {
namespace {

bool exists_in(const Transaction& tx, AccountId account, const Scope& scope,
               const GrantTarget& target) {
  if (target.type == TargetType::api_proxy) {
    return tx.api_proxies().find(account, scope, target.name).has_value();
  }
  return tx.api_proxy_groups().find(account, scope, target.name).has_value();
}

bool exists_anywhere(const Transaction& tx, AccountId account, const GrantTarget& target) {
  return target.type == TargetType::api_proxy ? tx.api_proxies().exists(account, target.name)
                                              : tx.api_proxy_groups().exists(account, target.name);
}

}  // namespace

bool is_registered(const Transaction& tx, AccountId account, const Scope& scope,
                   const GrantTarget& target) {
  if (scope.is_everywhere()) return exists_anywhere(tx, account, target);
  return exists_in(tx, account, scope, target) ||
         exists_in(tx, account, Scope::everywhere(), target);
}

std::optional<Scope> scope_of_erased(const Transaction& tx, AccountId account, const Scope& scope,
                                     const GrantTarget& target) {
  // Another project still has the name, and with it the grants that apply everywhere.
  if (exists_anywhere(tx, account, target)) return scope;
  return std::nullopt;
}

bool is_being_erased(const Transaction& tx, Erasures::Obstacle& obstacle, AccountId account,
                     const Scope& scope, const GrantTarget& target) {
  for (const std::optional<Scope>& erased : {std::optional(scope), std::optional<Scope>()}) {
    if (obstacle.is_met(tx, erasure_of::grants_on(account, erased, target))) return true;
    const bool is_proxy = target.type == TargetType::api_proxy;
    if (is_proxy &&
        obstacle.is_met(tx, erasure_of::places_in_groups(account, erased, target.name))) {
      return true;
    }
  }
  return target.type == TargetType::api_proxy_group &&
         obstacle.is_met(tx, erasure_of::group_contents(account, scope, target.name));
}

}  // namespace gatehouse

#include <gatehouse/services/registered_names.hpp>

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

void erase_grants_of(Transaction& tx, AccountId account, const Scope& scope,
                     const GrantTarget& target) {
  if (exists_anywhere(tx, account, target)) {
    // Another project's still has the name, and with it the grants that hold everywhere.
    tx.grants().erase_of_target(account, scope, target);
  } else {
    tx.grants().erase_of_target(account, std::nullopt, target);
  }
}

}  // namespace gatehouse

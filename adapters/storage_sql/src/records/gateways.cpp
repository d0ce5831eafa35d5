#include "gateways.hpp"

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::sql {

Gateways::Gateways(Connection& connection, const Erasures& erasures)
    : OfAccounts(connection),
      insert_(connection),
      is_known_(connection,
                "SELECT 1 FROM gateways WHERE id = :id"
                " UNION ALL SELECT 1 FROM gateways WHERE account_id = :account AND name = :name"),
      find_(connection, erasures, "token_key = :token_key AND digest = :digest"),
      find_by_id_(connection, "id = :id AND account_id = :account"),
      update_(connection,
              "id = :id AND account_id = :account AND NOT EXISTS (SELECT 1 FROM gateways"
              " WHERE account_id = :account AND name = :name AND id <> :id)"),
      list_(connection, "account_id = :account AND id > :after ORDER BY id LIMIT :limit"),
      erase_(connection, "DELETE FROM gateways WHERE id = :id AND account_id = :account") {}

bool Gateways::insert(const Gateway& gateway) {
  if (insert_(gateway) > 0) return true;
  // The conflict was neither on the id nor on the name, so it is on the digest.
  if (!is_known_.any(column(gateway.id), column(gateway.account), gateway.name)) {
    throw PortError("a gateway with that digest exists already");
  }
  return false;
}

std::optional<Gateway> Gateways::find(const TokenDigest& digest) const {
  return find_.one(row_key(digest), digest);
}

std::optional<Gateway> Gateways::find(AccountId account, GatewayId id) const {
  return find_by_id_.one(id, account);
}

Update Gateways::update(const Gateway& gateway) {
  if (update_(gateway, gateway.id, gateway.account)) return Update::done;
  return find_by_id_.any(gateway.id, gateway.account) ? Update::taken : Update::missing;
}

std::vector<Gateway> Gateways::list(AccountId account, const Page<GatewayId>& page) const {
  return list_.all(account, page.after, page.limit);
}

bool Gateways::erase(AccountId account, GatewayId id) { return erase_(id, account) > 0; }

}  // namespace gatehouse::sql

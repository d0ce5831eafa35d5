#include "gateways.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, account_id, name, digest, created_at, address_field FROM gateways WHERE ";

Gateway from_row(const std::string& id, const std::string& account, const std::string& name,
                 const std::string& digest, long long created_at,
                 const std::string& address_field) {
  return {.id = to_id<GatewayId>(id),
          .account = to_id<AccountId>(account),
          .name = name,
          .digest = to_digest(digest),
          .created_at = to_time(created_at),
          .address_field = to_address_field(address_field)};
}

}  // namespace

Gateways::Gateways(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO gateways"
              " (token_key, digest, id, account_id, name, created_at, address_field) VALUES"
              " (:token_key, :digest, :id, :account, :name, :created_at, :address_field)"
              " ON CONFLICT DO NOTHING"),
      is_known_(connection,
                "SELECT 1 FROM gateways WHERE id = :id"
                " UNION ALL SELECT 1 FROM gateways WHERE account_id = :account AND name = :name"),
      find_(connection,
            flagged("gateways", select) + "token_key = :token_key AND digest = :digest"),
      find_by_id_(connection, std::string(select) + "id = :id AND account_id = :account"),
      update_(connection,
              "UPDATE gateways SET name = :name, address_field = :address_field"
              " WHERE id = :id AND account_id = :account AND NOT EXISTS (SELECT 1 FROM gateways"
              " WHERE account_id = :account AND name = :name AND id <> :id)"),
      list_(connection,
            std::string(select) + "account_id = :account AND id > :after ORDER BY id LIMIT :limit"),
      erase_(connection, "DELETE FROM gateways WHERE id = :id AND account_id = :account"),
      erase_all_(connection, "gateways", "token_key", "account_id = :account"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

bool Gateways::insert(const Gateway& gateway) {
  const Text id = column(gateway.id);
  const Text account = column(gateway.account);
  if (insert_.change(row_key(gateway.digest.bytes), column(gateway.digest), id, account,
                     gateway.name, column(gateway.created_at), column(gateway.address_field)) > 0) {
    return true;
  }
  // What else was in the way is the digest.
  if (!is_known_.any(id, account, gateway.name)) {
    throw PortError("a gateway with that digest exists already");
  }
  return false;
}

std::optional<Gateway> Gateways::find(const TokenDigest& digest) const {
  return find_living(find_, erasures_, from_row, row_key(digest.bytes), column(digest));
}

std::optional<Gateway> Gateways::find(AccountId account, GatewayId id) const {
  return find_by_id_.one(from_row, column(id), column(account));
}

Update Gateways::update(const Gateway& gateway) {
  const Text id = column(gateway.id);
  const Text account = column(gateway.account);
  if (update_.change(gateway.name, column(gateway.address_field), id, account) > 0) {
    return Update::done;
  }
  return find_by_id_.any(id, account) ? Update::taken : Update::missing;
}

std::vector<Gateway> Gateways::list(AccountId account, const Page<GatewayId>& page) const {
  return list_.all(from_row, column(account), column(page.after), column(page.limit));
}

bool Gateways::erase(AccountId account, GatewayId id) {
  return erase_.change(column(id), column(account)) > 0;
}

std::size_t Gateways::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::vector<Gateway> Gateways::page(const Page<Gateway>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : std::string(),
                   column(page.limit));
}

}  // namespace gatehouse::sql

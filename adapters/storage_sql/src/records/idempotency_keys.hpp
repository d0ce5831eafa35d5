#pragma once

#include <gatehouse/ports/storage/idempotency_key_records.hpp>
#include <gatehouse/records/idempotency_keys.hpp>

#include "../living.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<IdempotencyKey, TokenDigest> table<IdempotencyKey>{
    "idempotency_keys", "token_key", &IdempotencyKey::digest};

class IdempotencyKeys final : public OfAccounts<IdempotencyKeyRecords, IdempotencyKey> {
 public:
  IdempotencyKeys(Connection& connection, const Erasures& erasures);

  bool insert(const IdempotencyKey& key) override;
  std::optional<IdempotencyKey> find(const TokenDigest& digest) const override;
  bool erase(const TokenDigest& digest) override;
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  InsertNew<IdempotencyKey> insert_;
  SelectLiving<IdempotencyKey, RowKey, TokenDigest> find_;
  ChangeRows<RowKey, TokenDigest> erase_;
  EraseSome<IdempotencyKey, Tenant, UserId> erase_of_user_;
  EraseExpired<IdempotencyKey> erase_expired_;
};

}  // namespace gatehouse::sql

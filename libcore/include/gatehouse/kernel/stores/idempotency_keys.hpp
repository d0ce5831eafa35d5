/// Idempotency keys on tables.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/idempotency_key_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<IdempotencyKey> {
  using Digest = Index<&IdempotencyKey::digest>;
  using Holder = Index<&IdempotencyKey::account, &IdempotencyKey::user, &IdempotencyKey::digest>;
  using Expiry = DescribedIndex<IdempotencyKey>;
  using All = IndexList<Digest, Holder, Expiry>;
};

template <class Engine>
class IdempotencyKeys : public Store<IdempotencyKeyRecords> {
  using By = Indexes<IdempotencyKey>;

 public:
  explicit IdempotencyKeys(Tables<Engine>& tables)
      : tables_(tables), keys_(tables.template of<IdempotencyKey>()) {}

  bool insert(const IdempotencyKey& key) override { return keys_.insert(key); }
  std::optional<IdempotencyKey> find(const TokenDigest& digest) const override {
    return tables_.living(keys_.find(By::Digest{}, digest));
  }
  bool erase(const TokenDigest& digest) override {
    return keys_.erase_found(keys_.find(By::Digest{}, digest));
  }
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override {
    return keys_.erase(By::Holder{}, within(tenant, user), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return keys_.erase(By::Holder{}, within(account), limit);
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return keys_.erase(By::Expiry{}, up_to(now), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, IdempotencyKey>& keys_;
};

}  // namespace gatehouse::kernel

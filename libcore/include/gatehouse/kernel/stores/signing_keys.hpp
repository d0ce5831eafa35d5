/// Signing keys on tables.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/signing_key_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<SigningKey> {
  using Id = DescribedIndex<SigningKey>;
  using Start = Index<&SigningKey::signs_from, &SigningKey::id>;
  using All = IndexList<Id, Start>;
};

template <class Engine>
class SigningKeys : public Store<SigningKeyRecords> {
  using By = Indexes<SigningKey>;

 public:
  explicit SigningKeys(Tables<Engine>& tables) : keys_(tables.template of<SigningKey>()) {}

  bool insert(const SigningKey& key) override { return keys_.insert(key); }
  std::vector<SigningKey> list() const override { return keys_.list(By::Start{}, within()); }
  bool update_private_key(SigningKeyId id, const std::string& sealed_private_key) override {
    return keys_.change(keys_.find(By::Id{}, id),
                        [&](SigningKey& key) { key.sealed_private_key = sealed_private_key; });
  }
  bool erase(SigningKeyId id) override { return keys_.erase_found(keys_.find(By::Id{}, id)); }

 private:
  Rows<Engine, SigningKey>& keys_;
};

}  // namespace gatehouse::kernel

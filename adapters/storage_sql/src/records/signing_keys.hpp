#pragma once

#include <gatehouse/ports/storage/signing_key_records.hpp>
#include <gatehouse/records/signing_keys.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<SigningKey>{"signing_keys"};

class SigningKeys final : public SigningKeyRecords {
 public:
  explicit SigningKeys(Connection& connection);

  bool insert(const SigningKey& key) override;
  std::vector<SigningKey> list() const override;
  bool update_private_key(SigningKeyId id, const std::string& sealed_private_key) override;
  bool erase(SigningKeyId id) override;

 private:
  InsertNew<SigningKey> insert_;
  mutable Statement<In<>, Row<SigningKey>::Columns> list_;
  ChangeRows<Text, SigningKeyId> update_private_key_;
  ChangeRows<SigningKeyId> erase_;
};

}  // namespace gatehouse::sql

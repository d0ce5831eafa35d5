#include "signing_keys.hpp"

namespace gatehouse::sql {

SigningKeys::SigningKeys(Connection& connection)
    : insert_(connection),
      list_(connection, select<SigningKey>() + " ORDER BY signs_from, id"),
      update_private_key_(connection,
                          "UPDATE signing_keys SET sealed_private_key = :sealed_private_key"
                          " WHERE id = :id"),
      erase_(connection, "DELETE FROM signing_keys WHERE id = :id") {}

bool SigningKeys::insert(const SigningKey& key) { return insert_(key) > 0; }

std::vector<SigningKey> SigningKeys::list() const { return list_.all(Row<SigningKey>::reader()); }

bool SigningKeys::update_private_key(SigningKeyId id, const std::string& sealed_private_key) {
  return update_private_key_(sealed_private_key, id) > 0;
}

bool SigningKeys::erase(SigningKeyId id) { return erase_(id) > 0; }

}  // namespace gatehouse::sql

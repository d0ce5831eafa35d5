#include "signing_keys.hpp"

namespace gatehouse::memory {

bool SigningKeys::insert(const SigningKey& key) { return keys_.insert(key); }

std::vector<SigningKey> SigningKeys::list() const {
  return keys_.view<ByTurn>().page({.after = {}, .limit = unlimited});
}

bool SigningKeys::update_private_key(SigningKeyId id, const std::string& sealed_private_key) {
  const SigningKey* key = keys_.find(id);
  if (key == nullptr) return false;
  SigningKey changed = *key;
  changed.sealed_private_key = sealed_private_key;
  return keys_.replace(*key, std::move(changed));
}

bool SigningKeys::erase(SigningKeyId id) {
  const SigningKey* key = keys_.find(id);
  if (key != nullptr) keys_.erase(*key);
  return key != nullptr;
}

}  // namespace gatehouse::memory

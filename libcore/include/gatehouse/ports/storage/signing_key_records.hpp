/// The installation's signing keys, which are few.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/model/signing_key.hpp>

namespace gatehouse {

class SigningKeyRecords {
 public:
  /// [ST-180] Returns false and changes nothing if the id is taken.
  [[nodiscard]] virtual bool insert(const SigningKey& key) = 0;
  /// [ST-181] Returns all keys, ordered by `signs_from`, then by id.
  [[nodiscard]] virtual std::vector<SigningKey> list() const = 0;
  /// [ST-182] Replaces the encrypted private key. Returns false if no key has the id.
  [[nodiscard]] virtual bool update_private_key(SigningKeyId id,
                                                const std::string& sealed_private_key) = 0;
  virtual bool erase(SigningKeyId id) = 0;

 protected:
  ~SigningKeyRecords() = default;
};

}  // namespace gatehouse

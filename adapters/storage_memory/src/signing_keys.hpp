#pragma once

#include <gatehouse/ports/storage/signing_key_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto signing_key_id(const SigningKey& key) noexcept { return std::tie(key.id); }
inline auto signing_key_turn(const SigningKey& key) noexcept {
  return std::tie(key.signs_from, key.id);
}

class SigningKeys final : public SigningKeyRecords {
 public:
  explicit SigningKeys(UndoLog& log) noexcept : keys_(log) {}

  bool insert(const SigningKey& key) override;
  std::vector<SigningKey> list() const override;
  bool update_private_key(SigningKeyId id, const std::string& sealed_private_key) override;
  bool erase(SigningKeyId id) override;

  const SigningKey* newest() const noexcept { return keys_.last(); }
  std::vector<SigningKey> page(const Page<SigningKey>& page) const { return keys_.page(page); }

 private:
  using ByTurn = Index<SigningKey, signing_key_turn>;

  Table<SigningKey, signing_key_id, ByTurn> keys_;
};

}  // namespace gatehouse::memory

/// A fake cipher without dependencies.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/ports/cipher.hpp>

namespace gatehouse::testing {

/// NOT cryptographic: it only re-encodes the secret, so that a search for the secret in stored data
/// fails. It rejects what a cipher must reject, except for deliberate forgeries. Thread-safe.
class FakeCipher final : public Cipher {
 public:
  /// The ids of the keys; the first key seals.
  explicit FakeCipher(std::vector<std::string> keys = {"k1"}) : keys_(std::move(keys)) {}

  void replace_keys(std::vector<std::string> keys);

  [[nodiscard]] bool can_seal() const override;
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view bound_to) const override;
  [[nodiscard]] Secret open(std::string_view sealed, std::string_view bound_to) const override;
  [[nodiscard]] bool is_current(std::string_view sealed) const override;

 private:
  [[nodiscard]] std::vector<std::string> keys() const;

  mutable std::mutex mutex_;
  std::vector<std::string> keys_;
};

}  // namespace gatehouse::testing

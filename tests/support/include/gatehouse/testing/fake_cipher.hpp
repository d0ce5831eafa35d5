/// A stand-in for encryption that needs no library.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/ports/cipher.hpp>

namespace gatehouse::testing {

/// NOT cryptographic: it only writes in other digits, so that whoever looks for the secret does not
/// find it. It refuses whatever a cipher must refuse, but for what somebody altered with care. Any
/// number of threads may call it.
class FakeCipher final : public Cipher {
 public:
  /// The ids of the keys; the first seals.
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

/// Encryption at rest by OpenSSL 3: AES-256 in Galois/Counter Mode (NIST SP 800-38D).
///
/// A sealed text is `v1.KEY-ID.TEXT`, where TEXT is base64url without padding (RFC 4648, section 5)
/// of a random nonce of 12 octets, the ciphertext, and the tag of 16 octets. What the text is bound
/// to is the associated data, as it is.
///
/// With random nonces a key is good for 2^32 texts.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gatehouse/ports/cipher.hpp>
#include <gatehouse/ports/entropy.hpp>

/// OpenSSL's EVP_CIPHER.
struct evp_cipher_st;

namespace gatehouse {

struct EncryptionKey {
  static constexpr std::size_t size = 32;

  /// Stands in what it seals, and in logs: `[a-z0-9][a-z0-9_-]{0,31}`, no secret.
  std::string id;
  /// 32 random octets.
  Secret octets;
};

/// Throws std::invalid_argument, which shows nothing of a key, when one is not as EncryptionKey
/// says, or two have the same id or octets.
void check_keys(const std::vector<EncryptionKey>& keys);

class AesGcmCipher final : public Cipher {
 public:
  /// The first key seals, and all of them open; without any, all that seal() and open() do is
  /// throw. Throws as check_keys(), and PortError when OpenSSL offers no AES-256-GCM.
  AesGcmCipher(std::vector<EncryptionKey> keys, Entropy& entropy);
  ~AesGcmCipher() override;

  /// From now on these are the keys. Throws as check_keys(), and nothing is changed then. Any
  /// number of threads may go on using the cipher meanwhile.
  void replace_keys(std::vector<EncryptionKey> keys);

  [[nodiscard]] bool can_seal() const override;
  /// Throws PortError also when the source of nonces fails, or the secret is larger than 1 GiB.
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view bound_to) const override;
  [[nodiscard]] Secret open(std::string_view sealed, std::string_view bound_to) const override;
  [[nodiscard]] bool is_current(std::string_view sealed) const override;

 private:
  using Keys = std::shared_ptr<const std::vector<EncryptionKey>>;
  struct Release {
    void operator()(evp_cipher_st* algorithm) const noexcept;
  };

  [[nodiscard]] Keys keys() const;

  Entropy& entropy_;
  std::unique_ptr<evp_cipher_st, Release> algorithm_;
  mutable std::mutex mutex_;
  Keys keys_;
};

}  // namespace gatehouse

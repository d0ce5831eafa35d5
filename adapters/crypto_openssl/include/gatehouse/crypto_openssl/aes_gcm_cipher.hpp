/// Encryption at rest with OpenSSL 3: AES-256 in Galois/Counter Mode (NIST SP 800-38D).
///
/// A sealed text is `v1.KEY-ID.TEXT`, where TEXT is base64url without padding (RFC 4648, section 5)
/// of a random nonce of 12 octets, the ciphertext, and the tag of 16 octets. The associated data is
/// the text that the secret is bound to.
///
/// With random nonces a key is safe for 2^32 texts.
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

  /// The key id in sealed texts and in logs: `[a-z0-9][a-z0-9_-]{0,31}`; not secret.
  std::string id;
  /// 32 random octets.
  Secret octets;
};

/// Throws std::invalid_argument, which reveals nothing of a key, when a key is not as described in
/// EncryptionKey, or two have the same id or octets.
void check_keys(const std::vector<EncryptionKey>& keys);

class AesGcmCipher final : public Cipher {
 public:
  /// The first key seals, and all of them open; without keys, seal() and open() always throw.
  /// Throws as check_keys(), and PortError when OpenSSL does not provide AES-256-GCM.
  AesGcmCipher(std::vector<EncryptionKey> keys, Entropy& entropy);
  ~AesGcmCipher() override;

  /// Replaces the keys. Throws as check_keys(), and then changes nothing. Any number of threads may
  /// use the cipher meanwhile.
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

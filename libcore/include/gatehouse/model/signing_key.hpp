/// Keys for signing access tokens, and the public keys for verifying them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>

namespace gatehouse {

/// Named as in JSON Web Algorithms.
enum class SignatureAlgorithm : std::uint8_t {
  /// ECDSA on the curve P-256 with SHA-256 (RFC 7518, section 3.4).
  es256 = 1,
  /// Ed25519 (RFC 8037, section 3.1).
  eddsa,
};

/// "ES256", "EdDSA".
[[nodiscard]] std::string_view name(SignatureAlgorithm algorithm) noexcept;
[[nodiscard]] std::optional<SignatureAlgorithm> parse_signature_algorithm(
    std::string_view text) noexcept;

/// The key alone determines the algorithm.
struct PublicKey {
  SignatureAlgorithm algorithm = SignatureAlgorithm::es256;
  /// For Ed25519 the 32 octets of RFC 8032; for P-256 the coordinates x and y, 32 octets each.
  std::string octets;

  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

/// A key of the installation. Several may exist at once: one signs, the next is already published,
/// and previous keys verify tokens that they signed.
struct SigningKey {
  SigningKeyId id;
  PublicKey public_key;
  /// The stored private key: a text written and read by services/secrets/vault.hpp.
  std::string sealed_private_key;
  Timestamp created_at;
  /// Signs from this time until the next key does.
  Timestamp signs_from;

  friend bool operator==(const SigningKey&, const SigningKey&) = default;
};

}  // namespace gatehouse

/// Keys with which access tokens are signed, and those with which anybody verifies them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>

namespace gatehouse {

/// By the names that JSON Web Algorithms give them.
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

/// A key says by which algorithm it is used, and nothing else does.
struct PublicKey {
  SignatureAlgorithm algorithm = SignatureAlgorithm::es256;
  /// Of Ed25519 the 32 octets of RFC 8032; of P-256 the coordinates x and y, 32 octets each.
  std::string octets;

  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

/// A key of the installation. Several may be there at once: one signs, the next is already
/// published, and former ones verify what they have signed.
struct SigningKey {
  SigningKeyId id;
  PublicKey public_key;
  /// The private key as storage keeps it: a text that services/secrets/vault.hpp makes and reads.
  std::string sealed_private_key;
  Timestamp created_at;
  /// From this moment on it signs, until another's moment has come.
  Timestamp signs_from;

  friend bool operator==(const SigningKey&, const SigningKey&) = default;
};

}  // namespace gatehouse

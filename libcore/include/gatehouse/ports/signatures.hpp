/// Digital signatures.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/signing_key.hpp>

namespace gatehouse {

/// A loaded private key. Thread-safe.
class Signer {
 public:
  virtual ~Signer() = default;

  /// Returns the signature of the text in the form of JSON Web Signatures: 64 octets for both
  /// algorithms (RFC 7518, section 3.4; RFC 8032, section 5.1.6). Throws PortError on failure.
  [[nodiscard]] virtual std::string sign(std::string_view text) const = 0;
};

/// A loaded public key. Thread-safe.
class Verifier {
 public:
  virtual ~Verifier() = default;

  /// Whether the signature is valid for the text. Returns false for malformed input of any length.
  [[nodiscard]] virtual bool verify(std::string_view text, std::string_view signature) const = 0;
};

/// Thread-safe.
class Signatures {
 public:
  virtual ~Signatures() = default;

  struct KeyPair {
    /// The 32 octets of the key (RFC 8032, section 5.1.5; for P-256 the scalar) in base64url.
    Secret private_key;
    PublicKey public_key;
  };

  /// Generates a key pair. Throws PortError if the source of entropy fails.
  [[nodiscard]] virtual KeyPair make_keys(SignatureAlgorithm algorithm) const = 0;

  /// Throws PortError if the private key is invalid or does not match the public key.
  [[nodiscard]] virtual std::shared_ptr<const Signer> load_signer(
      const Secret& private_key, const PublicKey& public_key) const = 0;

  /// Returns null if the key is invalid: of another length, or not a point of the curve.
  [[nodiscard]] virtual std::shared_ptr<const Verifier> load_verifier(
      const PublicKey& public_key) const = 0;
};

}  // namespace gatehouse

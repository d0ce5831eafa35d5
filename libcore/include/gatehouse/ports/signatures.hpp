/// Digital signatures.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/signing_key.hpp>

namespace gatehouse {

/// A private key that is ready for use. Any number of threads may use it.
class Signer {
 public:
  virtual ~Signer() = default;

  /// The signature of the text, in the form of JSON Web Signatures: 64 octets for both algorithms
  /// (RFC 7518, section 3.4; RFC 8032, section 5.1.6). Throws PortError.
  [[nodiscard]] virtual std::string sign(std::string_view text) const = 0;
};

/// A public key that is ready for use. Any number of threads may use it.
class Verifier {
 public:
  virtual ~Verifier() = default;

  /// Whether the signature is the text's. Whatever else is given, of any length, is none.
  [[nodiscard]] virtual bool verify(std::string_view text, std::string_view signature) const = 0;
};

/// Any number of threads may call these.
class Signatures {
 public:
  virtual ~Signatures() = default;

  struct KeyPair {
    /// The 32 octets of the key (RFC 8032, section 5.1.5; of P-256 the scalar) in base64url.
    Secret private_key;
    PublicKey public_key;
  };

  /// A new key. Throws PortError when the source of entropy fails.
  [[nodiscard]] virtual KeyPair make_keys(SignatureAlgorithm algorithm) const = 0;

  /// Throws PortError when the private key is none, or is not the public key's.
  [[nodiscard]] virtual std::shared_ptr<const Signer> load_signer(
      const Secret& private_key, const PublicKey& public_key) const = 0;

  /// Null when it is no key: of another length, or no point of the curve.
  [[nodiscard]] virtual std::shared_ptr<const Verifier> load_verifier(
      const PublicKey& public_key) const = 0;
};

}  // namespace gatehouse

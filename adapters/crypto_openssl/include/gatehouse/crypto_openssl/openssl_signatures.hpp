/// Digital signatures with OpenSSL 3: ES256 (FIPS 186-5, RFC 7518) and Ed25519 (RFC 8032).
///
/// Public keys are checked once, when they are loaded. An Ed25519 key is also refused when it is
/// not in the canonical form of RFC 8032, section 5.1.3 (y at or beyond the prime), or is one of
/// the eight points of small order, for which signatures can be made without a private key. OpenSSL
/// alone would accept all of these, and octets that are no point at all.
///
/// ES256 signatures are randomised: signing the same text again yields another signature. They are
/// also malleable: from (r, s) anyone can derive (r, n - s), so a signature must not be used as an
/// identifier. Ed25519 signatures are deterministic, and OpenSSL accepts no second one (RFC 8032,
/// section 5.1.7: S is below L).
#pragma once

#include <gatehouse/ports/signatures.hpp>

namespace gatehouse {

/// Keys come from OpenSSL's generator. No function leaves errors in OpenSSL's queue, which other
/// code on the same thread reads.
class OpensslSignatures final : public Signatures {
 public:
  [[nodiscard]] KeyPair make_keys(SignatureAlgorithm algorithm) const override;
  /// Throws PortError also when OpenSSL does not provide the algorithm.
  [[nodiscard]] std::shared_ptr<const Signer> load_signer(
      const Secret& private_key, const PublicKey& public_key) const override;
  /// Throws as load_signer().
  [[nodiscard]] std::shared_ptr<const Verifier> load_verifier(
      const PublicKey& public_key) const override;
};

}  // namespace gatehouse

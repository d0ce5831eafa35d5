/// Digital signatures by OpenSSL 3: ES256 (FIPS 186-5, RFC 7518) and Ed25519 (RFC 8032).
///
/// Public keys are checked once, when they are loaded. One of Ed25519 is none also when it is not
/// written as RFC 8032, section 5.1.3 says (y at or beyond the prime), or is one of the eight
/// points of small order, under which somebody without any private key signs. OpenSSL alone would
/// take all of these, and what is no point at all too.
///
/// ES256 signatures are random: signing the same again gives another. And whoever has one can make
/// a second one of the same text without the key (r, n - s), so a signature is no name for what it
/// signs. Those of Ed25519 are always the same, and OpenSSL takes no second one (RFC 8032, section
/// 5.1.7: S is below L).
#pragma once

#include <gatehouse/ports/signatures.hpp>

namespace gatehouse {

/// Keys come from OpenSSL's generator. Nothing here leaves anything in the error queue of OpenSSL,
/// which others on the same thread read.
class OpensslSignatures final : public Signatures {
 public:
  [[nodiscard]] KeyPair make_keys(SignatureAlgorithm algorithm) const override;
  /// Throws PortError also when OpenSSL offers not what it takes.
  [[nodiscard]] std::shared_ptr<const Signer> load_signer(
      const Secret& private_key, const PublicKey& public_key) const override;
  /// Likewise.
  [[nodiscard]] std::shared_ptr<const Verifier> load_verifier(
      const PublicKey& public_key) const override;
};

}  // namespace gatehouse

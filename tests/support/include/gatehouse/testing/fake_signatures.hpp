/// A stand-in for digital signatures that needs no library.
#pragma once

#include <cstdint>

#include <gatehouse/ports/signatures.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>

namespace gatehouse::testing {

/// NOT cryptographic, and for tests alone: whoever has the public key signs as well. Keys and
/// signatures have the form and the length of real ones, and a real one is no key here. What an
/// implementation must refuse is refused, but for what somebody makes up with care: a public key
/// that was altered is none, and a text or a signature that was altered does not verify.
///
/// The same seed makes the same keys in the same order, and no two alike; the same key and text
/// always have the same signature. Any number of threads may call it.
class FakeSignatures final : public Signatures {
 public:
  explicit FakeSignatures(std::uint64_t seed = 1) noexcept : entropy_(seed) {}

  [[nodiscard]] KeyPair make_keys(SignatureAlgorithm algorithm) const override;
  [[nodiscard]] std::shared_ptr<const Signer> load_signer(
      const Secret& private_key, const PublicKey& public_key) const override;
  [[nodiscard]] std::shared_ptr<const Verifier> load_verifier(
      const PublicKey& public_key) const override;

 private:
  mutable SequenceEntropy entropy_;
};

}  // namespace gatehouse::testing

/// Fake digital signatures without dependencies.
#pragma once

#include <cstdint>

#include <gatehouse/ports/signatures.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>

namespace gatehouse::testing {

/// NOT cryptographic, and for tests only: anyone with the public key can sign. Keys and signatures
/// have the form and length of real ones, and real keys are rejected. Altered public keys are
/// rejected and altered texts or signatures do not verify, except for deliberate forgeries.
///
/// The same seed yields the same unique keys in the same order; the same key and text always have
/// the same signature. Thread-safe.
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

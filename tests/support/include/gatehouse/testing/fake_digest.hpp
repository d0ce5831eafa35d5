/// A stand-in for SHA-256 that needs no library.
#pragma once

#include <gatehouse/ports/digest.hpp>

namespace gatehouse::testing {

/// NOT cryptographic, and not SHA-256 in spite of the names that the port gives the functions: the
/// same text (and key) always gives the same 256 bits, and the texts of a test give different ones.
/// Whoever wants two texts with one digest finds them. Any number of threads may call it.
class FakeDigest final : public Digest {
 public:
  [[nodiscard]] TokenDigest sha256(std::string_view text) const override;
  [[nodiscard]] KeyedDigest hmac_sha256(const Secret& key, std::string_view text) const override;
};

}  // namespace gatehouse::testing

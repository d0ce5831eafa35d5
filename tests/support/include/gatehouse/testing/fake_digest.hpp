/// A fake digest without dependencies.
#pragma once

#include <gatehouse/ports/digest.hpp>

namespace gatehouse::testing {

/// NOT cryptographic, and not SHA-256 despite the function names of the port: the same text (and
/// key) always gives the same 256 bits, and different texts of a test give different digests.
/// Collisions are easy to construct. Thread-safe.
class FakeDigest final : public Digest {
 public:
  [[nodiscard]] TokenDigest sha256(std::string_view text) const override;
  [[nodiscard]] KeyedDigest hmac_sha256(const Secret& key, std::string_view text) const override;
};

}  // namespace gatehouse::testing

/// Cryptographic digests.
#pragma once

#include <string_view>

#include <gatehouse/model/token.hpp>

namespace gatehouse {

class Digest {
 public:
  virtual ~Digest() = default;

  /// SHA-256 (FIPS 180-4). Thread-safe.
  [[nodiscard]] virtual TokenDigest sha256(std::string_view text) const = 0;

  /// HMAC with SHA-256 (RFC 2104), a digest that requires the key. Thread-safe.
  [[nodiscard]] virtual KeyedDigest hmac_sha256(const Secret& key, std::string_view text) const = 0;
};

}  // namespace gatehouse

/// Cryptographic digests.
#pragma once

#include <string_view>

#include <gatehouse/model/token.hpp>

namespace gatehouse {

class Digest {
 public:
  virtual ~Digest() = default;

  /// SHA-256 (FIPS 180-4). Any number of threads may call it.
  [[nodiscard]] virtual TokenDigest sha256(std::string_view text) const = 0;

  /// HMAC with SHA-256 (RFC 2104): a digest that only who has the key can make. Any number of
  /// threads may call it.
  [[nodiscard]] virtual KeyedDigest hmac_sha256(const Secret& key, std::string_view text) const = 0;
};

}  // namespace gatehouse

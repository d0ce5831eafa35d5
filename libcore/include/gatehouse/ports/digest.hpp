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
};

}  // namespace gatehouse

#include <gatehouse/testing/fake_digest.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

#include "mix.hpp"

namespace gatehouse::testing {

TokenDigest FakeDigest::sha256(std::string_view text) const {
  TokenDigest digest;
  for (std::size_t pool = 0; pool < 4; ++pool) {
    std::uint64_t state = mix(pool + 1);
    for (const char c : text) state = mix(state + static_cast<unsigned char>(c) + 1);
    for (std::size_t i = 0; i < 8; ++i) {
      digest.bytes[pool * 8 + i] = static_cast<std::uint8_t>(state >> (8 * i));
    }
  }
  return digest;
}

KeyedDigest FakeDigest::hmac_sha256(const Secret& key, std::string_view text) const {
  return sha256(std::to_string(key.reveal().size()) + ':' + std::string(key.reveal()) +
                std::string(text))
      .bytes;
}

}  // namespace gatehouse::testing

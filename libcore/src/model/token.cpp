#include <gatehouse/model/token.hpp>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {

std::optional<TokenDigest> TokenDigest::parse(std::string_view hex) noexcept {
  TokenDigest digest;
  if (!from_hex(hex, digest.bytes)) return std::nullopt;
  return digest;
}

std::string TokenDigest::to_string() const { return to_hex(bytes); }

}  // namespace gatehouse

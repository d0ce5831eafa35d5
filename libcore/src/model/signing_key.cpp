#include <gatehouse/model/signing_key.hpp>

namespace gatehouse {

std::string_view name(SignatureAlgorithm algorithm) noexcept {
  switch (algorithm) {
    case SignatureAlgorithm::es256: return "ES256";
    case SignatureAlgorithm::eddsa: return "EdDSA";
  }
  return "";
}

std::optional<SignatureAlgorithm> parse_signature_algorithm(std::string_view text) noexcept {
  for (const auto algorithm : {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa}) {
    if (text == name(algorithm)) return algorithm;
  }
  return std::nullopt;
}

}  // namespace gatehouse

/// Which octets are a public key of Ed25519.
#pragma once

#include <string_view>

namespace gatehouse {

/// Whether they are a point of the curve in the one form that RFC 8032, section 5.1.3 lets it have,
/// and its order is not small (1, 2, 4 or 8).
///
/// OpenSSL 3 takes any 32 octets for a key. When it verifies, it reads them anew: under what is no
/// point it verifies nothing, but it takes y modulo the prime, and points of small order. With the
/// neutral point as key, every signature whose R is S times the base point is that of every text.
///
/// In time that depends on the octets, which are public. Throws PortError when OpenSSL fails.
[[nodiscard]] bool is_ed25519_public_key(std::string_view octets);

}  // namespace gatehouse

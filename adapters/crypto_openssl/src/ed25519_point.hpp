/// Validation of Ed25519 public keys.
#pragma once

#include <string_view>

namespace gatehouse {

/// Whether the octets are a point of the curve in the canonical form of RFC 8032, section 5.1.3,
/// whose order is not small (1, 2, 4 or 8).
///
/// OpenSSL 3 accepts any 32 octets as a key, and decodes them only when it verifies: with octets
/// that are no point, verification fails, but it reduces y modulo the prime, and accepts points of
/// small order. With the neutral point as key, a signature whose R is S times the base point is
/// valid for every text.
///
/// The running time depends on the octets, which are public. Throws PortError when OpenSSL fails.
[[nodiscard]] bool is_ed25519_public_key(std::string_view octets);

}  // namespace gatehouse

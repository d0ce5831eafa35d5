/// Keys of Ed25519: 32 octets each (RFC 8032, sections 5.1.5 and 5.1.2).
#pragma once

#include <string>
#include <string_view>

#include "key.hpp"
#include "wiped.hpp"

namespace gatehouse {

/// Makes a private key in `seed`, which has 32 octets, and returns its public key. Throws PortError
/// when OpenSSL fails.
[[nodiscard]] std::string make_ed25519_keys(Wiped& seed);

/// Loads a seed of 32 octets. Returns null when it does not belong to the public key.
[[nodiscard]] Key load_ed25519_private_key(std::string_view seed, std::string_view public_octets);

/// Returns null when is_ed25519_public_key() is false.
[[nodiscard]] Key load_ed25519_public_key(std::string_view public_octets);

}  // namespace gatehouse

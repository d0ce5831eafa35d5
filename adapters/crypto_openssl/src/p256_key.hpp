/// Keys of the curve P-256. A private key is the scalar in 32 octets, a public key the coordinates
/// x and y, 32 octets each; all of them begin with the most significant octet.
#pragma once

#include <string>
#include <string_view>

#include "key.hpp"
#include "wiped.hpp"

namespace gatehouse {

/// Makes a private key in `scalar`, which has 32 octets, and returns its public key. Throws
/// PortError when OpenSSL fails.
[[nodiscard]] std::string make_p256_keys(Wiped& scalar);

/// Loads a scalar of 32 octets. Returns null when it is 0 or not below the order of the curve, or
/// does not belong to the public key.
[[nodiscard]] Key load_p256_private_key(std::string_view scalar, std::string_view public_octets);

/// Returns null when the octets are not the coordinates of a point of the curve. (The point at
/// infinity has none.)
[[nodiscard]] Key load_p256_public_key(std::string_view public_octets);

}  // namespace gatehouse

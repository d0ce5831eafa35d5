/// The two formats of an ECDSA signature on P-256: r and s of 32 octets each, as in JSON Web
/// Signatures (RFC 7518, section 3.4), and DER, as in OpenSSL (RFC 3279, section 2.2.3).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse {

/// The maximum length in DER: two numbers of 33 octets, each with tag and length, and the tag and
/// length of the sequence.
inline constexpr std::size_t largest_der_signature = 72;

/// Converts exactly 64 octets, with r and s of any value. Throws PortError when OpenSSL fails.
[[nodiscard]] std::string to_der_signature(std::string_view r_and_s);

/// Converts a signature made by OpenSSL. Throws PortError when it is invalid.
[[nodiscard]] std::string from_der_signature(std::string_view der);

}  // namespace gatehouse

/// The two forms of an ECDSA signature on P-256: r and s of 32 octets each, as JSON Web Signatures
/// have it (RFC 7518, section 3.4), and DER, as OpenSSL has it (RFC 3279, section 2.2.3).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse {

/// The longest in DER: two numbers of 33 octets, each with its tag and length, and those of the
/// sequence.
inline constexpr std::size_t largest_der_signature = 72;

/// Of exactly 64 octets, with r and s of any value. Throws PortError when OpenSSL fails.
[[nodiscard]] std::string to_der_signature(std::string_view r_and_s);

/// Of what OpenSSL made. Throws PortError when it is something else.
[[nodiscard]] std::string from_der_signature(std::string_view der);

}  // namespace gatehouse

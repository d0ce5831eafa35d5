/// Basic authentication (RFC 7617).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse::http {

/// User name and password, in UTF-8.
struct BasicCredential {
  std::string username;
  Secret password;
};

/// Parses the value of an Authorization field. Returns nothing for another scheme, malformed
/// base64, text without a colon, and text that is not valid UTF-8 or contains U+0000.
[[nodiscard]] std::optional<BasicCredential> basic_credential_of(std::string_view authorization);

}  // namespace gatehouse::http

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

/// The credential in an Authorization field; nothing for another scheme, malformed base64, text
/// that is not valid UTF-8 or holds U+0000, and text without a colon.
[[nodiscard]] std::optional<BasicCredential> basic_credential_of(std::string_view authorization);

}  // namespace gatehouse::http

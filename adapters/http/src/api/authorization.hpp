/// The Authorization field.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse::http {

/// The token of `<token>`, `Token <token>` or `Bearer <token>`, the scheme without regard to case;
/// empty when there is none.
[[nodiscard]] std::string_view token_of(std::string_view authorization);

/// User name and password of Basic authentication (RFC 7617).
struct BasicCredential {
  std::string username;
  Secret password;
};

/// Nothing when it is something else, malformed base64, no valid UTF-8, holds U+0000, or has no
/// colon.
[[nodiscard]] std::optional<BasicCredential> basic_credential_of(std::string_view authorization);

}  // namespace gatehouse::http

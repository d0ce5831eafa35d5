/// Parses the Authorization field of a user.
#pragma once

#include <string_view>

namespace gatehouse::http::api {

/// Returns the token of `<token>`, `Token <token>` or `Bearer <token>`, ignoring the case of the
/// scheme; empty if there is none.
[[nodiscard]] std::string_view token_of(std::string_view authorization);

}  // namespace gatehouse::http::api

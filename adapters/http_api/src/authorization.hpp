/// The Authorization field of a user's token.
#pragma once

#include <string_view>

namespace gatehouse::http::api {

/// The token of `<token>`, `Token <token>` or `Bearer <token>`, the scheme without regard to case;
/// empty when there is none.
[[nodiscard]] std::string_view token_of(std::string_view authorization);

}  // namespace gatehouse::http::api

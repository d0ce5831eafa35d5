/// Percent-encoding (RFC 3986, section 2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::http {

/// The decoded text; nothing when a '%' is not followed by two hex digits, or when the outcome is
/// not valid UTF-8 or holds U+0000. `plus` says whether '+' stands for a space, as it does in a
/// query and a form.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus);

/// What stands before the first separator, and what stands after it, if there is one.
[[nodiscard]] std::pair<std::string_view, std::string_view> split(std::string_view text,
                                                                  char separator);

}  // namespace gatehouse::http

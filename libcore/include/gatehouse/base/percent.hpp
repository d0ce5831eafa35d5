/// Percent-encoding (RFC 3986, section 2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// RFC 3986, section 2.3.
[[nodiscard]] constexpr bool is_unreserved(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

/// Appends the text, and encodes characters for which `keeps(c)` is false. `out` may be any text
/// type, so that secrets stay in one that wipes its memory.
template <class Text, class Keeps>
void append_percent_encoded(Text& out, std::string_view text, Keeps keeps) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    if (keeps(c)) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += digits[octet >> 4U];
    out += digits[octet & 0x0FU];
  }
}

/// Decodes the text. Returns nothing if a '%' is not followed by two hex digits, or if the result
/// is not valid UTF-8 or contains U+0000. `plus` specifies whether '+' stands for a space, as in
/// queries and forms.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus);

}  // namespace gatehouse

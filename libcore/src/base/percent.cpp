#include <gatehouse/base/percent.hpp>

#include <array>
#include <cstdint>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/text.hpp>

namespace gatehouse {
std::optional<std::string> percent_decode(std::string_view text, bool plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus) {
      decoded += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const std::array digits{to_lower(text[i + 1]), to_lower(text[i + 2])};
      std::array<std::uint8_t, 1> octet{};
      if (!from_hex({digits.data(), digits.size()}, octet)) return std::nullopt;
      decoded += static_cast<char>(octet.front());
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  if (decoded.find('\0') != std::string::npos || !count_code_points(decoded)) return std::nullopt;
  return decoded;
}

}  // namespace gatehouse

#include "values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace gatehouse::app {

std::optional<bool> parse_yes_or_no(std::string_view text) {
  constexpr std::array<std::string_view, 6> yes{"yes", "true", "t", "y", "on", "1"};
  constexpr std::array<std::string_view, 6> no{"no", "false", "f", "n", "off", "0"};
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (std::ranges::find(yes, lower) != yes.end()) return true;
  if (std::ranges::find(no, lower) != no.end()) return false;
  return std::nullopt;
}

}  // namespace gatehouse::app

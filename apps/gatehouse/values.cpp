#include "values.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <gatehouse/base/ascii.hpp>

namespace gatehouse::app {

std::optional<bool> parse_yes_or_no(std::string_view text) {
  constexpr std::array<std::string_view, 6> yes{"yes", "true", "t", "y", "on", "1"};
  constexpr std::array<std::string_view, 6> no{"no", "false", "f", "n", "off", "0"};
  const std::string word = to_lower(text);
  if (std::ranges::find(yes, word) != yes.end()) return true;
  if (std::ranges::find(no, word) != no.end()) return false;
  return std::nullopt;
}

}  // namespace gatehouse::app

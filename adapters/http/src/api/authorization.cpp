#include "authorization.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::http {
namespace {

bool is_scheme(std::string_view text) {
  constexpr std::array<std::string_view, 2> schemes{"token", "bearer"};
  return std::any_of(schemes.begin(), schemes.end(), [text](std::string_view scheme) {
    return std::equal(text.begin(), text.end(), scheme.begin(), scheme.end(), [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    });
  });
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace

std::string_view token_of(std::string_view authorization) {
  const std::string_view field = trim(authorization);
  const std::size_t space = field.find_first_of(" \t");
  if (space == std::string_view::npos) return is_scheme(field) ? std::string_view{} : field;
  if (!is_scheme(field.substr(0, space))) return field;
  return trim(field.substr(space));
}

}  // namespace gatehouse::http

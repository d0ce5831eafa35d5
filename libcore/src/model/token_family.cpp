#include <gatehouse/model/token_family.hpp>

#include <charconv>
#include <system_error>

namespace gatehouse {
namespace {

/// Removes a number followed by `end`, after which more text must follow, from the front; returns
/// false otherwise. A space may be missing at the end of the text.
template <class Number>
bool take_number(std::string_view& text, Number& number, char end) {
  const std::size_t length = text.find(end);
  const std::string_view digits = text.substr(0, length);
  const auto [read, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || read != digits.data() + digits.size()) return false;
  const bool ends = end == ' ' && length == std::string_view::npos;
  if (!ends && (length == std::string_view::npos || length + 1 == text.size())) return false;
  text.remove_prefix(ends ? text.size() : length + 1);
  return true;
}

}  // namespace

std::string to_text(const std::vector<Rotation>& rotations) {
  std::string text;
  for (const Rotation& rotation : rotations) {
    if (!text.empty()) text += ' ';
    text += std::to_string(rotation.generation) + ':' +
            std::to_string(rotation.at.date.time_since_epoch().count()) + ':' +
            std::to_string(rotation.at.elapsed.count()) + ':' +
            std::to_string(rotation.at.timeline);
  }
  return text;
}

std::optional<std::vector<Rotation>> parse_rotations(std::string_view text) {
  std::vector<Rotation> rotations;
  while (!text.empty()) {
    Rotation rotation;
    Duration::rep date = 0;
    Duration::rep elapsed = 0;
    if (!take_number(text, rotation.generation, ':') || !take_number(text, date, ':') ||
        !take_number(text, elapsed, ':') || !take_number(text, rotation.at.timeline, ' ')) {
      return std::nullopt;
    }
    rotation.at.date = Timestamp(Duration(date));
    rotation.at.elapsed = Duration(elapsed);
    rotations.push_back(rotation);
  }
  return rotations;
}

}  // namespace gatehouse

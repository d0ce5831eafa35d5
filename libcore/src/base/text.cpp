#include <gatehouse/base/text.hpp>

#include <algorithm>

#include <gatehouse/base/percent.hpp>

namespace gatehouse {
namespace {

bool is_ascii_octet(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

/// The length of the ASCII prefix: most texts are all ASCII and need no decoding.
std::size_t size_of_ascii(std::string_view text) noexcept {
  const auto end = std::find_if_not(text.begin(), text.end(), is_ascii_octet);
  return static_cast<std::size_t>(end - text.begin());
}

constexpr char32_t invalid = 0xFFFFFFFF;

struct Decoded {
  char32_t code_point;
  std::size_t size;
};

/// Returns the first code point of `text`, which must not be empty; `invalid` if it is malformed.
Decoded decode(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};

  std::size_t size = 0;
  char32_t value = 0;
  char32_t smallest = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    size = 2;
    value = first & 0x1FU;
    smallest = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    size = 3;
    value = first & 0x0FU;
    smallest = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    size = 4;
    value = first & 0x07U;
    smallest = 0x10000;
  } else {
    return {invalid, 1};
  }
  if (text.size() < size) return {invalid, 1};
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {invalid, 1};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || surrogate || value > 0x10FFFF) return {invalid, 1};
  return {value, size};
}

}  // namespace

std::optional<std::size_t> count_code_points(std::string_view text) noexcept {
  std::size_t count = size_of_ascii(text);
  text.remove_prefix(count);
  while (!text.empty()) {
    const auto [code_point, size] = decode(text);
    if (code_point == invalid) return std::nullopt;
    text.remove_prefix(size);
    ++count;
  }
  return count;
}

bool has_control_characters(std::string_view text, bool lines) noexcept {
  while (!text.empty()) {
    const auto [c, size] = decode(text);
    const bool line = c == U'\n' || c == U'\r' || c == U'\t';
    const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    if (control && !(lines && line)) return true;
    text.remove_prefix(size);
  }
  return false;
}

bool is_ascii(std::string_view text) noexcept { return size_of_ascii(text) == text.size(); }

std::string field_text(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  append_percent_encoded(encoded, text,
                         [](char c) { return c > ' ' && c <= '~' && c != '%' && c != ','; });
  return encoded;
}

}  // namespace gatehouse

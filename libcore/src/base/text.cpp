#include <gatehouse/base/text.hpp>

#include <algorithm>

namespace gatehouse {
namespace {

bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

/// How much of the beginning is ASCII: most text is so to its end, and need not be decoded.
std::size_t size_of_ascii(std::string_view text) noexcept {
  const auto end = std::find_if_not(text.begin(), text.end(), is_ascii);
  return static_cast<std::size_t>(end - text.begin());
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr char32_t invalid = 0xFFFFFFFF;

struct Decoded {
  char32_t code_point;
  std::size_t size;
};

/// The code point that `text` (not empty) begins with; `invalid` when it begins with none.
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

void append(std::string& text, char32_t value) {
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((value >> shift) & 0x3FU));
  };
  if (value < 0x80) {
    text += static_cast<char>(value);
  } else if (value < 0x800) {
    text += static_cast<char>(0xC0U | (value >> 6U));
    tail(0);
  } else if (value < 0x10000) {
    text += static_cast<char>(0xE0U | (value >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (value >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// The Greek letters from U+03CF on: variants, Coptic pairs (capital first), and what came late.
char32_t fold_late_greek(char32_t c) noexcept {
  if (c >= 0x3D8 && c <= 0x3EE) return c % 2 == 0 ? c + 1 : c;
  switch (c) {
    case 0x3CF: return 0x3D7;
    case 0x3D0: return 0x3B2;
    case 0x3D1: return 0x3B8;
    case 0x3D5: return 0x3C6;
    case 0x3D6: return 0x3C0;
    case 0x3F0: return 0x3BA;
    case 0x3F1: return 0x3C1;
    case 0x3F4: return 0x3B8;
    case 0x3F5: return 0x3B5;
    case 0x3F7: return 0x3F8;
    case 0x3F9: return 0x3F2;
    case 0x3FA: return 0x3FB;
    case 0x3FD: return 0x37B;
    case 0x3FE: return 0x37C;
    case 0x3FF: return 0x37D;
    default: return c;
  }
}

/// Simple case folding (Unicode CaseFolding.txt, statuses C and S) of the blocks that the header
/// names.
char32_t fold(char32_t c) noexcept {
  const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  const bool even = c % 2 == 0;

  if (within(U'A', U'Z')) return c + 32;
  if (c < 0x80) return c;

  if (c == 0xB5) return 0x3BC;  // micro sign: Greek mu
  if (within(0xC0, 0xDE) && c != 0xD7) return c + 32;

  // Latin Extended-A comes in pairs, capital first; U+0130, U+0131 and U+0138 stand alone.
  if (within(0x100, 0x12E) || within(0x132, 0x136) || within(0x14A, 0x176)) return even ? c + 1 : c;
  if (within(0x139, 0x148) || within(0x179, 0x17E)) return even ? c : c + 1;
  if (c == 0x178) return 0xFF;
  if (c == 0x17F) return U's';

  if (c == 0x370 || c == 0x372 || c == 0x376) return c + 1;
  if (c == 0x37F) return 0x3F3;
  if (c == 0x386) return 0x3AC;
  if (within(0x388, 0x38A)) return c + 37;
  if (c == 0x38C) return 0x3CC;
  if (within(0x38E, 0x38F)) return c + 63;
  if (within(0x391, 0x3AB) && c != 0x3A2) return c + 32;
  if (c == 0x3C2) return 0x3C3;  // final sigma
  if (within(0x3CF, 0x3FF)) return fold_late_greek(c);

  if (within(0x400, 0x40F)) return c + 80;
  if (within(0x410, 0x42F)) return c + 32;
  if (within(0x460, 0x480) || within(0x48A, 0x4BE) || within(0x4D0, 0x52E)) return even ? c + 1 : c;
  if (c == 0x4C0) return 0x4CF;
  if (within(0x4C1, 0x4CE)) return even ? c : c + 1;
  return c;
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

std::string fold_case(std::string_view text) {
  std::string folded(text.substr(0, size_of_ascii(text)));
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  text.remove_prefix(folded.size());
  folded.reserve(folded.size() + text.size());
  while (!text.empty()) {
    const auto [code_point, size] = decode(text);
    if (code_point == invalid) {
      folded += text.substr(0, size);
    } else {
      append(folded, fold(code_point));
    }
    text.remove_prefix(size);
  }
  return folded;
}

std::string field_text(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet > 0x20 && octet < 0x7F && c != '%' && c != ',') {
      encoded += c;
    } else {
      encoded += '%';
      encoded += digits[octet >> 4U];
      encoded += digits[octet & 0x0FU];
    }
  }
  return encoded;
}

}  // namespace gatehouse

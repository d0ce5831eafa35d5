#include <gatehouse/base/bytes.hpp>

#include <array>

namespace gatehouse {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xFF;

constexpr auto hex_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::uint8_t value = 0; value < hex_digits.size(); ++value) {
    values[static_cast<std::uint8_t>(hex_digits[value])] = value;
  }
  return values;
}();

std::uint8_t hex_value(char digit) noexcept { return hex_values[static_cast<std::uint8_t>(digit)]; }

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string text(bytes.size() * 2, '\0');
  char* digit = text.data();
  for (const std::uint8_t byte : bytes) {
    *digit++ = hex_digits[byte >> 4U];
    *digit++ = hex_digits[byte & 0x0FU];
  }
  return text;
}

bool from_hex(std::string_view text, std::span<std::uint8_t> out) noexcept {
  if (text.size() != out.size() * 2) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint8_t high = hex_value(text[2 * i]);
    const std::uint8_t low = hex_value(text[2 * i + 1]);
    if (high == no_digit || low == no_digit) return false;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = (pending << 8U) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += base64url_digits[(pending >> bits) & 0x3FU];
    }
  }
  if (bits > 0) text += base64url_digits[(pending << (6 - bits)) & 0x3FU];
  return text;
}

bool equal_in_constant_time(std::span<const std::uint8_t> a,
                            std::span<const std::uint8_t> b) noexcept {
  if (a.size() != b.size()) return false;
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

void wipe(std::span<char> memory) noexcept {
  volatile char* bytes = memory.data();
  for (std::size_t i = 0; i < memory.size(); ++i) bytes[i] = 0;
}

}  // namespace gatehouse

#include <gatehouse/base/bytes.hpp>

#include <array>
#include <cstring>

namespace gatehouse {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
/// The two digits of each octet.
constexpr auto hex_pairs = [] {
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t octet = 0; octet < pairs.size(); ++octet) {
    pairs[octet] = {hex_digits[octet >> 4U], hex_digits[octet & 0x0FU]};
  }
  return pairs;
}();

constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xFF;

constexpr auto hex_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t value = 0; value < hex_digits.size(); ++value) {
    values[static_cast<std::uint8_t>(hex_digits[value])] = static_cast<std::uint8_t>(value);
  }
  return values;
}();

std::uint8_t hex_value(char digit) noexcept { return hex_values[static_cast<std::uint8_t>(digit)]; }

int base64_value(char digit, std::string_view last_digits) noexcept {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  if (digit == last_digits[0]) return 62;
  if (digit == last_digits[1]) return 63;
  return -1;
}

/// Decodes base64 digits without padding; `last_digits` are the two digits for 62 and 63.
std::optional<std::string> from_digits(std::string_view digits, std::string_view last_digits) {
  if (digits.size() % 4 == 1) return std::nullopt;
  std::string octets;
  octets.reserve(digits.size() * 3 / 4);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char digit : digits) {
    const int value = base64_value(digit, last_digits);
    if (value < 0) return std::nullopt;
    pending = (pending << 6U) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets += static_cast<char>((pending >> bits) & 0xFFU);
  }
  if ((pending & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return octets;
}

template <class Octet>
void overwrite(std::span<Octet> memory) noexcept {
  volatile Octet* octets = memory.data();
  for (std::size_t i = 0; i < memory.size(); ++i) octets[i] = 0;
}

}  // namespace

void append_hex(std::string& out, std::span<const std::uint8_t> bytes) {
  const std::size_t before = out.size();
  out.resize(before + bytes.size() * 2);
  char* digits = out.data() + before;
  for (const std::uint8_t byte : bytes) {
    std::memcpy(digits, hex_pairs[byte].data(), 2);
    digits += 2;
  }
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  append_hex(text, bytes);
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

std::string to_base64url(std::string_view octets) {
  return to_base64url(
      std::span(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()));
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::string_view digits = text.substr(0, text.find('='));
  const bool padded = text.find_first_not_of('=', digits.size()) == std::string_view::npos;
  if (text.size() - digits.size() > 2 || !padded) return std::nullopt;
  return from_digits(digits, "+/");
}

std::optional<std::string> from_base64url(std::string_view text) { return from_digits(text, "-_"); }

bool equal_in_constant_time(std::span<const std::uint8_t> a,
                            std::span<const std::uint8_t> b) noexcept {
  if (a.size() != b.size()) return false;
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

void wipe(std::span<char> memory) noexcept { overwrite(memory); }
void wipe(std::span<std::uint8_t> memory) noexcept { overwrite(memory); }

}  // namespace gatehouse

// Addresses and ranges against a simple model: strings of bits.
#include <gatehouse/base/ip_address.hpp>

#include <algorithm>
#include <charconv>
#include <random>
#include <string>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

constexpr unsigned seed = 4291;

/// An address family and its bits, one character each.
struct Bits {
  bool v4;
  std::string bits;
};

std::string random_bits(std::mt19937& random, std::size_t count) {
  std::string bits;
  // Runs of equal bits, so that common prefixes and groups of zeros are frequent.
  while (bits.size() < count) bits += std::string(1 + random() % 24, random() % 2 == 0 ? '0' : '1');
  return bits.substr(0, count);
}

unsigned number(const std::string& bits, std::size_t from, std::size_t count) {
  return static_cast<unsigned>(std::stoul(bits.substr(from, count), nullptr, 2));
}

std::string dotted(const std::string& bits) {
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) {
    text += (i > 0 ? "." : "") + std::to_string(number(bits, i * 8, 8));
  }
  return text;
}

char upper(char digit) { return digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit; }

/// One of the possible notations.
std::string written(std::mt19937& random, const Bits& address) {
  if (address.v4) return dotted(address.bits);
  const bool dotted_end = random() % 4 == 0;
  const std::size_t groups = dotted_end ? 6 : 8;
  const bool padded = random() % 2 == 0;
  const bool capitals = random() % 2 == 0;
  // The groups of zeros that "::" replaces.
  std::size_t gap = groups;
  std::size_t gap_length = 0;
  if (random() % 3 != 0) {
    for (std::size_t i = 0; i < groups; ++i) {
      std::size_t length = 0;
      while (i + length < groups && number(address.bits, (i + length) * 16, 16) == 0) ++length;
      if (length > gap_length) {
        gap = i;
        gap_length = length;
      }
    }
  }
  std::string text;
  for (std::size_t i = 0; i < groups; ++i) {
    if (gap_length > 0 && i == gap) {
      text += "::";
      i += gap_length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    char digits[4];
    const auto end = std::to_chars(digits, digits + 4, number(address.bits, i * 16, 16), 16).ptr;
    std::string group(digits, end);
    if (padded) group.insert(0, 4 - group.size(), '0');
    if (capitals) std::transform(group.begin(), group.end(), group.begin(), upper);
    text += group;
  }
  if (dotted_end) {
    if (text.back() != ':') text += ':';
    text += dotted(address.bits.substr(96));
  }
  return text;
}

/// IPv4 addresses are also written in the mapped form.
std::string written_any(std::mt19937& random, const Bits& address) {
  if (!address.v4 || random() % 3 != 0) return written(random, address);
  return written(random, {false, std::string(80, '0') + std::string(16, '1') + address.bits});
}

Bits random_address(std::mt19937& random) {
  const bool v4 = random() % 2 == 0;
  return {v4, random_bits(random, v4 ? 32 : 128)};
}

bool is_mapped(const Bits& address) {
  return !address.v4 && address.bits.substr(0, 96) == std::string(80, '0') + std::string(16, '1');
}

TEST_CASE("ip ranges: membership equals a bitwise comparison for every notation") {
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::size_t held = 0;
  for (int i = 0; i < 30'000; ++i) {
    const Bits first = random_address(random);
    if (is_mapped(first)) continue;
    const std::size_t prefix = random() % (first.bits.size() + 1);
    const Bits base{first.v4,
                    first.bits.substr(0, prefix) + std::string(first.bits.size() - prefix, '0')};
    if (is_mapped(base)) continue;
    const std::string range_text = written(random, base) + "/" + std::to_string(prefix);
    const auto range = IpRange::parse(range_text);
    if (!range) FAIL("refused: " << range_text);

    // Usually close to the range: the same prefix, possibly with one bit flipped.
    Bits asked = random_address(random);
    if (random() % 4 != 0) {
      asked = {base.v4,
               first.bits.substr(0, prefix) + random_bits(random, first.bits.size() - prefix)};
      if (random() % 2 == 0) {
        char& bit = asked.bits[random() % asked.bits.size()];
        bit = bit == '0' ? '1' : '0';
      }
    }
    if (is_mapped(asked)) continue;
    const std::string text = written_any(random, asked);
    const auto address = IpAddress::parse(text);
    if (!address) FAIL("refused: " << text);
    const bool expected =
        asked.v4 == base.v4 && asked.bits.substr(0, prefix) == base.bits.substr(0, prefix);
    if (expected) ++held;
    if (range->contains(*address) != expected) FAIL(range_text << " and " << text);
  }
  CHECK(held > 3000);
}

TEST_CASE("ip ranges: a prefix is accepted when no host bit is set") {
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::size_t refused = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Bits address = random_address(random);
    const std::size_t prefix = random() % (address.bits.size() + 1);
    const bool expected = address.bits.find('1', prefix) == std::string::npos;
    if (!expected) ++refused;
    const std::string text = written(random, address) + "/" + std::to_string(prefix);
    if (IpRange::parse(text).has_value() != expected) FAIL(text);
  }
  CHECK(refused > 1000);
}

TEST_CASE("ip addresses: two notations are equal exactly when they denote the same address") {
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 10'000; ++i) {
    const Bits address = random_address(random);
    const std::string one = written_any(random, address);
    const std::string two = written_any(random, address);
    if (IpAddress::parse(one).value() != IpAddress::parse(two).value()) FAIL(one << " " << two);
    Bits other = address;
    char& bit = other.bits[random() % other.bits.size()];
    bit = bit == '0' ? '1' : '0';
    const std::string three = written(random, other);
    if (IpAddress::parse(one).value() == IpAddress::parse(three).value()) {
      FAIL(one << " " << three);
    }
  }
}

}  // namespace
}  // namespace gatehouse

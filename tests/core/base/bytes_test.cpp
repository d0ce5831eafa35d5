#include <gatehouse/base/bytes.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

struct Vector {
  std::string text;
  std::string encoded;
};

TEST_CASE("bytes: hex has two lower-case digits per byte") {
  const Vector vectors[] = {
      // RFC 4648, section 10, in lower case.
      {"", ""},
      {"f", "66"},
      {"fo", "666f"},
      {"foo", "666f6f"},
      {"foob", "666f6f62"},
      {"fooba", "666f6f6261"},
      {"foobar", "666f6f626172"},
  };
  for (const Vector& vector : vectors) {
    const std::string& text = vector.text;
    const std::string& hex = vector.encoded;
    CAPTURE(text);
    CHECK(to_hex(bytes_of(text)) == hex);
    std::vector<std::uint8_t> back(text.size());
    CHECK(from_hex(hex, back));
    CHECK(back == bytes_of(text));
  }
  CHECK(to_hex(std::array<std::uint8_t, 4>{0x00, 0x0F, 0xF0, 0xFF}) == "000ff0ff");
}

TEST_CASE("bytes: every byte round-trips through hex") {
  std::vector<std::uint8_t> all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
  std::vector<std::uint8_t> back(256);
  REQUIRE(from_hex(to_hex(all), back));
  CHECK(back == all);
}

TEST_CASE("bytes: text of another length or with other characters is not accepted as hex") {
  std::array<std::uint8_t, 2> out{};
  for (const std::string text : {"", "0", "000", "00000", "0000 ", " 0000", "00AF", "00g0", "0x00",
                                 "00:0", "00`0", "00/0", "00\xC3\xA9", "-001"}) {
    CAPTURE(text);
    CHECK_FALSE(from_hex(text, out));
  }
  CHECK_FALSE(from_hex(std::string_view("00\0\0", 4), out));
  CHECK(from_hex("00af", out));
  CHECK(from_hex("", std::span<std::uint8_t>()));
}

TEST_CASE("bytes: base64url has no padding and uses '-' and '_'") {
  const Vector vectors[] = {
      // RFC 4648, section 10, without the padding.
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"},
  };
  for (const Vector& vector : vectors) {
    CAPTURE(vector.text);
    CHECK(to_base64url(bytes_of(vector.text)) == vector.encoded);
  }
  CHECK(to_base64url(std::array<std::uint8_t, 3>{0xFB, 0xFF, 0xFE}) == "-__-");
  CHECK(to_base64url(std::array<std::uint8_t, 3>{0x14, 0xFB, 0x9C}) == "FPuc");
  CHECK(to_base64url(std::array<std::uint8_t, 32>{}).size() == 43);
}

TEST_CASE("bytes: arrays are ordered by their first different bytes") {
  const auto agrees = [](const std::array<std::uint8_t, 16>& a,
                         const std::array<std::uint8_t, 16>& b) {
    return compare_bytes(a, b) == (a <=> b) && compare_bytes(b, a) == (b <=> a);
  };
  const std::array<std::uint8_t, 16> zeros{};
  CHECK(compare_bytes(zeros, zeros) == std::strong_ordering::equal);
  for (std::size_t i = 0; i < zeros.size(); ++i) {
    auto greater = zeros;
    // The most significant bit, and following bytes in the opposite order.
    greater[i] = 0x80;
    auto less = zeros;
    for (std::size_t after = i + 1; after < less.size(); ++after) less[after] = 0xff;
    CHECK(compare_bytes(less, greater) == std::strong_ordering::less);
    CHECK(agrees(less, greater));
    CHECK(agrees(zeros, greater));
    CHECK(agrees(greater, greater));
  }
  static_assert(compare_bytes(std::array<std::uint8_t, 8>{1}, std::array<std::uint8_t, 8>{2}) < 0);
}

TEST_CASE("bytes: sequences are equal when all bytes are equal") {
  const auto equal = [](std::string_view a, std::string_view b) {
    return equal_in_constant_time(bytes_of(a), bytes_of(b));
  };
  CHECK(equal("", ""));
  CHECK(equal("abc", "abc"));
  CHECK_FALSE(equal("abc", "abd"));
  CHECK_FALSE(equal("abc", "bbc"));
  CHECK_FALSE(equal("abc", "ab"));
  CHECK_FALSE(equal("", "a"));
  // Differences must not cancel each other out.
  CHECK_FALSE(equal("ab", "ba"));
  CHECK_FALSE(equal("aa", "bb"));
}

TEST_CASE("bytes: wiped memory contains zeros") {
  std::string text = "secret";
  wipe(text);
  CHECK(text == std::string(6, '\0'));
  std::array<std::uint8_t, 3> octets{1, 2, 3};
  wipe(octets);
  CHECK(octets == std::array<std::uint8_t, 3>{});
  wipe(std::span<char>());
}

}  // namespace
}  // namespace gatehouse

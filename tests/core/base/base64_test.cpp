#include <gatehouse/base/bytes.hpp>

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

std::string base64url(std::string_view octets) {
  return to_base64url(
      std::span(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()));
}

/// Encodes bit by bit, as described in RFC 4648, section 4.
std::string slow_base64(const std::string& octets) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits;
  for (const char octet : octets) {
    for (int i = 7; i >= 0; --i) {
      bits += ((static_cast<unsigned char>(octet) >> i) & 1) != 0 ? '1' : '0';
    }
  }
  while (bits.size() % 6 != 0) bits += '0';
  std::string text;
  for (std::size_t i = 0; i < bits.size(); i += 6) {
    text += digits[std::stoul(bits.substr(i, 6), nullptr, 2)];
  }
  while (text.size() % 4 != 0) text += '=';
  return text;
}

TEST_CASE("base64: the test vectors of RFC 4648 are decoded") {
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""},
      {"Zg==", "f"},
      {"Zm8=", "fo"},
      {"Zm9v", "foo"},
      {"Zm9vYg==", "foob"},
      {"Zm9vYmE=", "fooba"},
      {"Zm9vYmFy", "foobar"},
      // RFC 7617, section 2 and 2.1.
      {"QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin:open sesame"},
      {"dGVzdDoxMjPCow==", "test:123£"},
      {"+/+/", "\xFB\xFF\xBF"},
  };
  for (const auto& [text, octets] : vectors) {
    const auto& captured = text;
    CAPTURE(captured);
    CHECK(from_base64(text) == octets);
  }
  CHECK(from_base64("AAAA") == std::string(3, '\0'));
}

TEST_CASE("base64: missing, excess or misplaced padding is rejected") {
  for (const std::string text :
       {"Zg",      "Zg=",      "Zg===", "Zm8",  "Zm8==",    "Zm9v=",    "Zm9v==",
        "Zm9v===", "Zm9v====", "=",     "==",   "===",      "====",     "Z===",
        "Z",       "Zm9vY",    "Z=g=",  "=Zg=", "Zg==Zg==", "Zm8=Zm8=", "Zg=a"}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text).has_value());
  }
}

TEST_CASE(
    "base64: non-zero trailing bits are rejected, so that every value has a single encoding") {
  for (const std::string text : {"Zh==", "Zv==", "Z/==", "Zm9=", "Zm+=", "AB==", "AAB="}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text).has_value());
  }
}

TEST_CASE("base64: a character outside the alphabet is rejected at every position") {
  for (const std::string bad : {" ", "\n", "\r", "\t", "-", "_", ".", ",", "*", "@", "[", "`", "{",
                                ":", "", "\x7F", "\x80", "\xFF"}) {
    for (std::size_t place = 0; place < 4; ++place) {
      CAPTURE(bad);
      CAPTURE(place);
      std::string text = "Zm9v";
      text.replace(place, 1, bad.empty() ? std::string(1, '\0') : bad);  // empty: U+0000
      CHECK_FALSE(from_base64(text).has_value());
    }
  }
}

TEST_CASE("base64: octets of all lengths round-trip, and non-canonical encodings are rejected") {
  constexpr unsigned seed = 4648;
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (std::size_t length = 0; length < 200; ++length) {
    std::string octets;
    while (octets.size() < length) octets += static_cast<char>(random() & 0xFFU);
    const std::string text = slow_base64(octets);
    CAPTURE(text);
    CHECK(from_base64(text) == octets);
    for (std::size_t cut = 1; cut < 4 && cut <= text.size(); ++cut) {
      CHECK_FALSE(from_base64(text.substr(0, text.size() - cut)).has_value());
    }
  }
}

TEST_CASE("base64: every accepted text is the encoding of the decoded octets") {
  constexpr unsigned seed = 7617;
  CAPTURE(seed);
  std::mt19937 random(seed);
  const std::string alphabet = "ABYZabyz01789+/=";
  std::size_t accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    const std::size_t length = random() % 9;
    while (text.size() < length) text += alphabet[random() % alphabet.size()];
    if (const auto octets = from_base64(text)) {
      ++accepted;
      if (slow_base64(*octets) != text) FAIL("accepted: " << text);
    }
  }
  CHECK(accepted > 1000);
}

TEST_CASE("base64url: octets of any length round-trip") {
  std::string octets;
  for (int i = 0; i < 300; ++i) {
    CHECK(from_base64url(base64url(octets)) == octets);
    octets += static_cast<char>(i * 7);
  }
  CHECK(from_base64url("-_-_") == std::string("\xFB\xFF\xBF"));
}

TEST_CASE("base64url: foreign characters, padding and non-zero trailing bits are rejected") {
  for (const char* text :
       {"A", "AAAAA", "AA==", "AAA=", "A A", "AAA+", "AAA/", "AB", "AAB", "A-", "AA_", "AAAA\n"}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64url(text));
  }
}

}  // namespace
}  // namespace gatehouse

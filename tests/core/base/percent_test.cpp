#include <optional>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/base/percent.hpp>

using namespace gatehouse;

namespace {

std::string encoded(std::string_view text) {
  std::string out = "<";
  append_percent_encoded(out, text, is_unreserved);
  return out;
}

}  // namespace

TEST_CASE("percent: reserved octets are encoded in upper-case hex digits") {
  CHECK(encoded("aZ09-._~") == "<aZ09-._~");
  CHECK(encoded("a b/%+") == "<a%20b%2F%25%2B");
  CHECK(encoded("\xC3\xA9\x7F") == "<%C3%A9%7F");
  CHECK(encoded(std::string_view("\0", 1)) == "<%00");
}

TEST_CASE("percent: decoding reverses encoding for all valid UTF-8") {
  std::string text;
  for (char c = 1; c < 0x7F; ++c) text += c;
  text += "\xC3\xA9\xF0\x9F\x98\x80";
  std::string out;
  append_percent_encoded(out, text, [](char) { return false; });
  CHECK(percent_decode(out, true) == text);
  CHECK(percent_decode("%c3%A9", false) == "\xC3\xA9");
}

TEST_CASE("percent: a plus sign is decoded as a space only in form encoding") {
  CHECK(percent_decode("a+b%2B", true) == "a b+");
  CHECK(percent_decode("a+b%2B", false) == "a+b+");
}

TEST_CASE("percent: malformed escapes, U+0000 and invalid UTF-8 are rejected") {
  for (const char* text :
       {"%", "a%", "%4", "%4g", "%g4", "%%41", "% 1", "%00", "%ff", "%C3", "%ED%A0%80", "\xFF"}) {
    CAPTURE(text);
    CHECK(percent_decode(text, false) == std::nullopt);
  }
}

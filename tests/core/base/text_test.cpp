#include <gatehouse/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

TEST_CASE("text: lengths are counted in code points") {
  struct Row {
    std::string text;
    std::size_t length;
  };
  const Row rows[] = {
      {"", 0},
      {"abc", 3},
      {std::string("\0", 1), 1},
      {"\x7F", 1},
      {"\xC2\x80", 1},          // U+0080, the first of two bytes
      {"\xDF\xBF", 1},          // U+07FF
      {"\xE0\xA0\x80", 1},      // U+0800, the first of three bytes
      {"\xED\x9F\xBF", 1},      // U+D7FF, before the surrogates
      {"\xEE\x80\x80", 1},      // U+E000, after them
      {"\xEF\xBF\xBF", 1},      // U+FFFF
      {"\xF0\x90\x80\x80", 1},  // U+10000, the first of four bytes
      {"\xF4\x8F\xBF\xBF", 1},  // U+10FFFF, the last
      {"çalışma", 7},
      {"日本語", 3},
      {"😀😀", 2},
      {"e\xCC\x81", 2},  // a letter and its combining accent
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(count_code_points(row.text) == row.length);
  }
}

TEST_CASE("text: the length of invalid UTF-8 is undefined") {
  const std::string rows[] = {
      "\x80",                      // a lone continuation byte
      "\xBF",                      //
      "\xC0\x80",                  // overlong U+0000
      "\xC0\xAF",                  // overlong '/'
      "\xC1\xBF",                  // overlong U+007F
      "\xE0\x80\xAF",              // overlong in three bytes
      "\xE0\x9F\xBF",              // overlong U+07FF
      "\xF0\x80\x80\xAF",          // overlong in four bytes
      "\xF0\x8F\xBF\xBF",          // overlong U+FFFF
      "\xED\xA0\x80",              // the first surrogate
      "\xED\xBF\xBF",              // the last surrogate
      "\xED\xA0\xBD\xED\xB8\x80",  // a pair of surrogates (CESU-8)
      "\xF4\x90\x80\x80",          // U+110000
      "\xF5\x80\x80\x80",          //
      "\xF7\xBF\xBF\xBF",          //
      "\xF8\x88\x80\x80\x80",      // five bytes
      "\xFC\x84\x80\x80\x80\x80",  // six bytes
      "\xFE",                      //
      "\xFF",                      //
      "\xC3",                      // truncated
      "\xE2\x82",                  //
      "\xF0\x9F\x98",              //
      "\xC3(",                     // another byte in place of a continuation byte
      "\xE2(\xA1",                 //
      "\xE2\x82(",                 //
      "\xF0\x9F\x98(",             //
      "\xC3\xC3\xA9",              //
  };
  for (const std::string& bad : rows) {
    CAPTURE(bad.size());
    CAPTURE(static_cast<int>(static_cast<unsigned char>(bad.front())));
    CHECK_FALSE(count_code_points(bad).has_value());
    CHECK_FALSE(count_code_points("good " + bad).has_value());
    CHECK_FALSE(count_code_points(bad + " good").has_value());
  }
}

TEST_CASE("text: a truncated character is not completed by bytes after the end of the view") {
  const std::string text = "\xE2\x82\xAC";
  CHECK_FALSE(count_code_points(std::string_view(text).substr(0, 2)).has_value());
  CHECK(count_code_points(text) == 1);
}

TEST_CASE("text: control characters are found at every position") {
  for (int c = 0; c < 0x100; ++c) {
    CAPTURE(c);
    std::string text = "é";
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else {
      text += static_cast<char>(c < 0xC0 ? 0xC2 : 0xC3);
      text += static_cast<char>(0x80 + c % 0x40);
    }
    text += "z";
    const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    const bool line = c == '\n' || c == '\r' || c == '\t';
    CHECK(has_control_characters(text, false) == control);
    CHECK(has_control_characters(text, true) == (control && !line));
  }
  CHECK_FALSE(has_control_characters("", false));
  CHECK_FALSE(has_control_characters("日本語 😀", false));
}

}  // namespace
}  // namespace gatehouse

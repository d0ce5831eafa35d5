#include <gatehouse/base/json.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

bool is_object(const std::string& text) { return JsonObject::parse(text).has_value(); }

/// The object whose only member is "v" with that value.
std::string object_of(const std::string& value) { return R"({"v":)" + value + "}"; }
bool is_value(const std::string& value) { return is_object(object_of(value)); }

std::optional<std::string> text_of(const std::string& value) {
  return JsonObject::parse(object_of(value)).value().text("v");
}
std::optional<std::int64_t> integer_of(const std::string& value) {
  return JsonObject::parse(object_of(value)).value().integer("v");
}

std::string nested(int depth, const std::string& innermost) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += '[';
  text += innermost;
  for (int i = 0; i < depth; ++i) text += ']';
  return text;
}

TEST_CASE("json: objects as defined by RFC 8259 are parsed") {
  for (const std::string text :
       {"{}", " \t\r\n{ \t\r\n} \t\r\n", R"({"a":1})", R"({ "a" : 1 , "b" : "c" })", R"({"":""})",
        R"({"a":{"a":{"a":null}}})", R"({"a":[1,"2",true,false,null,{},[]]})", R"({"a":[ ]})",
        R"({"a":[ 1 , 2 ]})"}) {
    CAPTURE(text);
    CHECK(is_object(text));
  }
}

TEST_CASE("json: text other than a single object is rejected") {
  for (const std::string text : {"",
                                 " ",
                                 "[]",
                                 "1",
                                 "\"{}\"",
                                 "null",
                                 "true",
                                 "{",
                                 "}",
                                 "{}{}",
                                 "{} x",
                                 "{},",
                                 "{}\v",
                                 "\f{}",
                                 "\xEF\xBB\xBF{}",
                                 "[{}]",
                                 R"({"a"})",
                                 R"({"a":})",
                                 R"({"a":1,})",
                                 R"({,"a":1})",
                                 R"({"a":1 "b":2})",
                                 R"({"a":1;"b":2})",
                                 R"({"a"=1})",
                                 R"({a:1})",
                                 R"({'a':1})",
                                 R"({1:1})",
                                 R"({"a":1)",
                                 R"({"a":[1})",
                                 R"({"a":[1,]})",
                                 R"({"a":[,1]})",
                                 R"({"a":[1 2]})",
                                 R"({"a":{]})",
                                 R"({"a":nul})",
                                 R"({"a":True})",
                                 R"({"a":nulll})",
                                 R"({"a":undefined})",
                                 R"({/**/"a":1})",
                                 "{\"a\":1}\n//",
                                 R"({"a" 1})",
                                 R"({"a"::1})"}) {
    CAPTURE(text);
    CHECK_FALSE(is_object(text));
  }
  CHECK_FALSE(is_object(std::string("{}\0", 3)));
  CHECK_FALSE(is_object(std::string("\0{}", 3)));
}

TEST_CASE("json: an object truncated at any position is rejected") {
  const std::string whole = R"({"a":{"b":["c\u00e9\n",-1.5e+3,true]},"d":null})";
  REQUIRE(is_object(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(is_object(whole.substr(0, size)));
  }
}

TEST_CASE("json: an escape sequence is decoded to its character") {
  const std::pair<std::string, std::string> texts[] = {
      {R"("")", ""},
      {R"("plain")", "plain"},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("/")", "/"},
      {R"("\u0041\u007f")", "A\x7F"},
      {R"("\u0080\u07FF")", "\xC2\x80\xDF\xBF"},
      {R"("\u0800\uffff\uFFFD")", "\xE0\xA0\x80\xEF\xBF\xBF\xEF\xBF\xBD"},
      {R"("\ud7ff\ue000")", "\xED\x9F\xBF\xEE\x80\x80"},
      {R"("\ud800\udc00")", "\xF0\x90\x80\x80"},
      {R"("\uD83D\uDE00")", "😀"},
      {R"("\udbff\udfff")", "\xF4\x8F\xBF\xBF"},
      {R"("é語😀")", "é語😀"},
      {"\"\x7F\"", "\x7F"},
      {R"("\\u0041")", "\\u0041"},
  };
  for (const auto& [value, text] : texts) {
    const auto& captured = value;
    CAPTURE(captured);
    CHECK(text_of(value) == text);
  }
  CHECK(text_of(R"("a\u0000b")") == std::string("a\0b", 3));
}

TEST_CASE("json: invalid escape sequences and lone surrogates are rejected") {
  for (const std::string value : {R"("\")",
                                  R"("\x41")",
                                  R"("\a")",
                                  R"("\0")",
                                  R"("\'")",
                                  R"("\U0041")",
                                  R"("\u")",
                                  R"("\u004")",
                                  R"("\u004g")",
                                  R"("\u 041")",
                                  R"("\u+041")",
                                  R"("\u-041")",
                                  R"("\u0x41")",
                                  R"("\ud800")",
                                  R"("\ud800x")",
                                  R"("\ud800\n")",
                                  R"("\ud800\u0041")",
                                  R"("\ud800\ud800")",
                                  R"("\ud800\ue000")",
                                  R"("\ud800\uffff")",
                                  R"("\udc00")",
                                  R"("\udfff\ud800")",
                                  R"("\ud83d\ude0")",
                                  R"("\ud83d\\ude00")",
                                  R"("\ud83d ude00")"}) {
    CAPTURE(value);
    CHECK_FALSE(is_value(value));
    // In a member name as well.
    CHECK_FALSE(is_object("{" + value + ":1}"));
  }
}

TEST_CASE("json: unescaped control characters and invalid UTF-8 are rejected") {
  for (int c = 0; c < 0x20; ++c) {
    CAPTURE(c);
    CHECK_FALSE(is_value(std::string("\"a") + static_cast<char>(c) + "b\""));
  }
  for (const std::string octets : {"\xFF", "\x80", "\xC3", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80",
                                   "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x8F\xBF\xBF"}) {
    CAPTURE(octets);
    CHECK_FALSE(is_value("\"" + octets + "\""));
    CHECK_FALSE(is_object("{\"" + octets + "\":1}"));
  }
}

TEST_CASE("json: a duplicate member name is rejected in every notation") {
  CHECK_FALSE(is_object(R"({"a":1,"a":1})"));
  CHECK_FALSE(is_object(R"({"a":1,"b":2,"a":{}})"));
  CHECK_FALSE(is_object(R"({"alg":"ES256","\u0061lg":"none"})"));
  CHECK_FALSE(is_object(R"({"/":1,"\/":2})"));
  CHECK_FALSE(is_object(R"({"":1,"":2})"));
  CHECK(is_object(R"({"a":1,"A":2," a":3})"));
  // In a nested object, when that object is read.
  const auto within = JsonObject::parse(R"({"v":[{"a":1,"a":2}]})").value();
  CHECK_FALSE(within.objects("v").has_value());
}

TEST_CASE("json: objects and arrays may be nested up to sixteen levels") {
  constexpr int within = JsonObject::max_depth - 1;
  for (const std::string innermost : {"", "1", "\"text\"", "null", "1,2"}) {
    CAPTURE(innermost);
    CHECK(is_value(nested(within, innermost)));
    CHECK_FALSE(is_value(nested(within + 1, innermost)));
  }
  CHECK(is_value(nested(within - 1, R"({"a":1})")));
  CHECK_FALSE(is_value(nested(within, "{}")));
  CHECK_FALSE(is_value(nested(100'000, "")));
  CHECK_FALSE(is_object(object_of(std::string(100'000, '['))));
}

TEST_CASE("json: numbers have the syntax of RFC 8259") {
  for (const std::string value : {"0", "-0", "1", "-1", "10", "1.0", "0.1", "-0.0", "1e3", "1E+3",
                                  "1e-3", "1.5e10", "0e0", "123456789012345678901234567890"}) {
    CAPTURE(value);
    CHECK(is_value(value));
  }
  for (const std::string value :
       {"",      "-",    "+1",       "01",        "-01",   "00",    "1.",  ".1",
        "-.1",   "1.e3", "1e",       "1e+",       "1e+-1", "1e1.5", "1,5", "0x10",
        "1_000", "NaN",  "Infinity", "-Infinity", "--1",   "1-",    "1 2", "١"}) {
    CAPTURE(value);
    CHECK_FALSE(is_value(value));
  }
}

TEST_CASE("json: an integer has no fraction or exponent and fits in 64 bits") {
  using Limits = std::numeric_limits<std::int64_t>;
  CHECK(integer_of("0") == 0);
  CHECK(integer_of("-0") == 0);
  CHECK(integer_of("-17") == -17);
  CHECK(integer_of("9223372036854775807") == Limits::max());
  CHECK(integer_of("-9223372036854775808") == Limits::min());
  for (const std::string value : {"9223372036854775808", "-9223372036854775809",
                                  "18446744073709551616", "99999999999999999999999999", "1e3",
                                  "1E0", "1.0", "-0.0", "\"1\"", "true", "null", "[1]", "{}"}) {
    CAPTURE(value);
    CHECK_FALSE(integer_of(value).has_value());
  }
}

TEST_CASE("json: a member is found by its exact name and has a single type") {
  const auto object =
      JsonObject::parse(R"({"t":"text","i":7,"n":null,"b":true,"o":{"x":1},"l":[],"":"empty"})")
          .value();
  for (const std::string name : {"t", "i", "n", "b", "o", "l", ""}) {
    CAPTURE(name);
    CHECK(object.has(name));
    CHECK(object.text(name).has_value() == (name == "t" || name.empty()));
    CHECK(object.integer(name).has_value() == (name == "i"));
    CHECK(object.objects(name).has_value() == (name == "l"));
  }
  for (const std::string name : {"T", "x", " t", "tt"}) {
    CAPTURE(name);
    CHECK_FALSE(object.has(name));
    CHECK_FALSE(object.text(name).has_value());
    CHECK_FALSE(object.integer(name).has_value());
    CHECK_FALSE(object.objects(name).has_value());
  }
  CHECK(object.text("") == "empty");
}

TEST_CASE("json: an array of objects is read only if every element is an object") {
  const auto read = [](const std::string& value) {
    return JsonObject::parse(object_of(value)).value().objects("v");
  };
  const auto two = read(R"([ {"a":"x"} , {"a":"y"} ])");
  REQUIRE(two.has_value());
  REQUIRE(two->size() == 2);
  CHECK(two->front().text("a") == "x");
  CHECK(two->back().text("a") == "y");
  CHECK(read("[]")->empty());
  for (const std::string value : {"[1]", "[{},1]", "[{},null]", "[[{}]]", "{}", "\"[]\""}) {
    CAPTURE(value);
    CHECK_FALSE(read(value).has_value());
  }
}

TEST_CASE("json: any text that is written is read back unchanged") {
  std::string controls;
  for (char c = 0; c < 0x20; ++c) controls += c;
  for (const std::string& text :
       {std::string(), std::string("plain"), controls, std::string("\"\\/</script>\x7F"),
        std::string("é語😀\xE2\x80\xA8"), std::string("\\u0041"), std::string("{\"a\":1}")}) {
    CAPTURE(text);
    JsonWriter writer;
    writer.add(text, text).add("next", std::int64_t{-5});
    const std::string written = std::move(writer).finish();
    const auto object = JsonObject::parse(written);
    REQUIRE(object.has_value());
    CHECK(object->text(text) == text);
    CHECK(object->integer("next") == -5);
  }
}

TEST_CASE("json: the writer keeps the order of members and writes no white space") {
  CHECK(JsonWriter().finish() == "{}");
  JsonWriter writer;
  writer.add("a", "x\n\"")
      .add("b", std::numeric_limits<std::int64_t>::min())
      .add("c", std::vector<std::string>{"{}", R"({"d":1})"})
      .add("e", std::vector<std::string>{});
  CHECK(std::move(writer).finish() ==
        R"({"a":"x\u000a\"","b":-9223372036854775808,"c":[{},{"d":1}],"e":[]})");
}

}  // namespace
}  // namespace gatehouse

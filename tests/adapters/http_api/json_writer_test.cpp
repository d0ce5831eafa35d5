// JSON as it is written, whole and in parts.
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "json_writer.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

using http::api::append_json_text;
using http::api::indented_json;
using http::api::JsonListWriter;
using http::api::write_json;

/// An object with a list of `count` items, between two members.
std::string written_in_parts(int count, int indent) {
  JsonListWriter writer(indent);
  std::string text;
  writer.begin(text, R"({"before":1})", "items");
  for (int i = 0; i < count; ++i) writer.add(text, R"({"i":)" + std::to_string(i) + "}");
  writer.end(text, R"({"after":{"x":null}})");
  return text;
}

json::object whole(int count) {
  json::array items;
  for (int i = 0; i < count; ++i) items.push_back(json::object{{"i", i}});
  return {{"before", 1}, {"items", std::move(items)}, {"after", {{"x", nullptr}}}};
}

TEST_CASE("json writer: an indented object ends with a newline, and another one has none") {
  const json::object object{{"a", 1}};
  CHECK(write_json(object, 0) == R"({"a":1})");
  CHECK(write_json(object, 1) == "{\n \"a\": 1\n}\n");
  CHECK(write_json({}, 0) == "{}");
  CHECK(write_json({}, 4) == "{}\n");
}

TEST_CASE("json writer: a text without line breaks is indented like its object") {
  const json::object object{{"a", {1, "\n\"ü"}}, {"b", {{"c", nullptr}, {"d", json::object{}}}}};
  for (const int indent : {0, 1, 16}) {
    CAPTURE(indent);
    CHECK(indented_json(json::serialize(object), indent) == write_json(object, indent));
  }
}

TEST_CASE("json writer: every character of a text is written so that it is read again") {
  std::string every;
  for (int c = 1; c < 0x80; ++c) every += static_cast<char>(c);
  every += '\0';
  every += "ü€😀";
  for (std::size_t i = 0; i <= every.size(); ++i) {
    // Alone, and among characters without an escape.
    const std::string text = i < every.size() ? "a" + every.substr(i, 1) + "z" : every;
    // A part of a character is not UTF-8, which the reader refuses.
    if (i < every.size() && static_cast<unsigned char>(every[i]) >= 0x80) continue;
    CAPTURE(text);
    std::string written = "before ";
    append_json_text(written, text);
    REQUIRE(written.starts_with("before "));
    const json::value read = json::parse(written.substr(7));
    REQUIRE(read.is_string());
    CHECK(std::string_view(read.get_string()) == text);
  }
}

TEST_CASE("json writer: a list in parts is written like a whole object") {
  for (const int indent : {0, 1, 2, 16}) {
    CAPTURE(indent);
    for (const int count : {0, 1, 3}) {
      CAPTURE(count);
      CHECK(written_in_parts(count, indent) == write_json(whole(count), indent));
    }
  }
}

}  // namespace
}  // namespace gatehouse::testing

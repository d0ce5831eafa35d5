// JSON as it is written, whole and in parts.
#include <string>

#include <doctest/doctest.h>

#include <boost/json/array.hpp>

#include "json_writer.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

using http::api::JsonListWriter;
using http::api::write_json;

/// An object with a list of `count` items, between two members.
std::string written_in_parts(int count, int indent) {
  JsonListWriter writer(indent);
  std::string text;
  writer.begin(text, {{"before", 1}}, "items");
  for (int i = 0; i < count; ++i) writer.add(text, {{"i", i}});
  writer.end(text, {{"after", {{"x", nullptr}}}});
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

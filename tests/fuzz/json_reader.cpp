// JSON bodies of the API: Boost.JSON's own tree has the same values, and names are unique.
#include <bit>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <variant>

#include <gatehouse/schema/value.hpp>

#include <json_reader.hpp>

#include "fuzz.hpp"
#include "json_second_reading.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;
namespace json = boost::json;

void compare(const schema::Value& value, const json::value& second, std::size_t depth);

void compare_objects(const schema::Object& object, const json::object& second, std::size_t depth) {
  require(object.size() == second.size(), "names are unique and complete");
  for (const auto& member : object) {
    const auto* found = second.if_contains(member.name);
    require(found != nullptr, "both readers find the same names");
    compare(member.value, *found, depth + 1);
  }
}

void compare_lists(const schema::List& list, const json::array& second, std::size_t depth) {
  require(list.size() == second.size(), "lists have one length");
  for (std::size_t i = 0; i < list.size(); ++i) compare(list[i], second[i], depth + 1);
}

/// Numbers beyond 64-bit signed integers are parsed as if they had a fraction.
double number_of(const json::value& second) {
  if (second.is_uint64()) return static_cast<double>(second.get_uint64());
  require(second.is_double(), "both readers find a number");
  return second.get_double();
}

void compare(const schema::Value& value, const json::value& second, std::size_t depth) {
  require(depth <= http::api::max_json_depth, "nesting is limited");
  if (const auto* object = std::get_if<schema::Object>(&value.data)) {
    require(second.is_object(), "both readers find an object");
    compare_objects(*object, second.get_object(), depth);
  } else if (const auto* list = std::get_if<schema::List>(&value.data)) {
    require(second.is_array(), "both readers find a list");
    compare_lists(*list, second.get_array(), depth);
  } else if (const auto* text = std::get_if<std::string>(&value.data)) {
    require(second.is_string() &&
                std::string_view(second.get_string().data(), second.get_string().size()) == *text,
            "both readers find the same text");
  } else if (const auto* integer = std::get_if<std::int64_t>(&value.data)) {
    require(second.is_int64() && second.get_int64() == *integer, "both find the same integer");
  } else if (const auto* number = std::get_if<double>(&value.data)) {
    require(
        std::bit_cast<std::uint64_t>(*number) == std::bit_cast<std::uint64_t>(number_of(second)),
        "both find the same number");
  } else if (const auto* flag = std::get_if<bool>(&value.data)) {
    require(second.is_bool() && second.get_bool() == *flag, "both find the same truth value");
  } else {
    require(value.is_null() && second.is_null(), "both find null");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  auto text = fuzz::text_of(data, size);
  const auto value = http::api::read_json(text);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (!value) {
    require(value.error().code == ErrorCode::invalid_argument, "a refusal names the body");
    return 0;
  }
  const auto second = fuzz::second_reading(text, true).value;
  require(second.has_value(), "what is accepted is JSON");
  compare(*value, *second, 0);
  return 0;
}

// JSON of the core: Boost.JSON finds the same members, and the output of JsonWriter is read back
// unchanged.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include <gatehouse/base/json.hpp>
#include <gatehouse/base/text.hpp>

#include "fuzz.hpp"
#include "json_second_reading.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;

void check_member(const JsonObject& object, std::string_view name, const boost::json::value& second,
                  JsonWriter& writer) {
  require(object.has(name), "each member is there");
  const auto text = object.text(name);
  const auto integer = object.integer(name);
  const auto objects = object.objects(name);
  require(static_cast<int>(text.has_value()) + static_cast<int>(integer.has_value()) +
                  static_cast<int>(objects.has_value()) <=
              1,
          "a member is of one kind");
  require(text.has_value() == second.is_string(), "both readers see the same texts");
  if (text) {
    require(*text == second.as_string().c_str() || text->find('\0') != std::string::npos,
            "both readers find the same text");
    require(text->size() == second.as_string().size(), "both readers find a text of one length");
    require(count_code_points(*text).has_value(), "a text is UTF-8");
    writer.add(name, *text);
  }
  if (integer) {
    require(second.is_int64() && second.as_int64() == *integer, "both readers find one number");
    writer.add(name, *integer);
  }
  if (objects) {
    require(second.is_array() && second.as_array().size() == objects->size(),
            "both readers find as many objects");
    std::vector<std::string> texts;
    for (const auto& item : second.as_array()) texts.push_back(boost::json::serialize(item));
    writer.add(name, texts);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto object = JsonObject::parse(text);
  if (!object) return 0;
  const auto [second, has_number_out_of_range] = fuzz::second_reading(text, false);
  if (has_number_out_of_range) return 0;
  require(second.has_value() && second->is_object(), "what is accepted is a JSON object");

  JsonWriter writer;
  for (const auto& member : second->as_object()) {
    check_member(*object, {member.key().data(), member.key().size()}, member.value(), writer);
  }
  require(!object->has("a name that the input does not have"), "there are no other members");
  const std::string written = std::move(writer).finish();
  const auto again = JsonObject::parse(written);
  require(again.has_value(), "a written object is read");
  for (const auto& member : second->as_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    require(again->text(name) == object->text(name), "a text is kept");
    require(again->integer(name) == object->integer(name), "a number is kept");
  }
  return 0;
}

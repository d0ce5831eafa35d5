#include "form_reader.hpp"

#include <string>
#include <utility>

#include "percent.hpp"

namespace gatehouse::http {

Result<schema::Value> read_form(std::string_view text) {
  schema::Object object;
  while (!text.empty()) {
    const auto [pair, rest] = split(text, '&');
    text = rest;
    if (pair.empty()) continue;
    const auto [raw_name, raw_value] = split(pair, '=');
    auto name = percent_decode(raw_name, true);
    auto value = percent_decode(raw_value, true);
    if (!name || !value) {
      return Unexpected(invalid_argument("The form holds a malformed percent-encoding."));
    }
    if (schema::find(object, *name) != nullptr) {
      // Which one is not told: clients that write no form put a secret in its place.
      return Unexpected(invalid_argument("The form gives a name twice."));
    }
    object.push_back({std::move(*name), {std::move(*value)}});
  }
  // Without a value it is as good as left out (RFC 6749, section 3.2).
  std::erase_if(object, [](const schema::NamedValue& member) {
    return std::get<std::string>(member.value.data).empty();
  });
  return schema::Value{std::move(object)};
}

}  // namespace gatehouse::http

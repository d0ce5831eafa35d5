#include "form_reader.hpp"

#include <gatehouse/base/percent.hpp>
#include <gatehouse/http_server/syntax.hpp>

#include <string>
#include <utility>

namespace gatehouse::http::api {

Result<schema::Value> read_form(std::string_view text) {
  // Some editors and clients write it before UTF-8. No field name begins with it.
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
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
    if (object.size() == max_form_fields) {
      return Unexpected(invalid_argument("The form has too many fields."));
    }
    if (schema::find(object, *name) != nullptr) {
      // The name is not reported, since a body that is not a form may have a secret in its place.
      return Unexpected(invalid_argument("The form gives a name twice."));
    }
    object.push_back({std::move(*name), {std::move(*value)}});
  }
  return schema::Value{std::move(object)};
}

}  // namespace gatehouse::http::api

// Forms: a parsed form yields the same when it is encoded and parsed again.
#include <string>

#include <gatehouse/base/text.hpp>

#include <form_reader.hpp>

#include "fuzz.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;

void append_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += digits[octet >> 4U];
      out += digits[octet & 0xFU];
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = http::api::read_form(fuzz::text_of(data, size));
  if (!value) return 0;
  const auto* fields = std::get_if<schema::Object>(&value->data);
  require(fields != nullptr, "a form is an object");
  require(fields->size() <= http::api::max_form_fields, "the number of fields is limited");
  std::string encoded;
  for (const auto& field : *fields) {
    const auto* text = std::get_if<std::string>(&field.value.data);
    require(text != nullptr, "each field is a text");
    for (const std::string& part : {field.name, *text}) {
      require(count_code_points(part).has_value(), "texts are UTF-8");
      require(part.find('\0') == std::string::npos, "texts hold no NUL");
    }
    if (!encoded.empty()) encoded += '&';
    append_encoded(encoded, field.name);
    encoded += '=';
    append_encoded(encoded, *text);
  }
  const auto again = http::api::read_form(encoded);
  require(again.has_value(), "an encoded form is read");
  require(*again == *value, "an encoded form is read as the same");
  return 0;
}

#include <gatehouse/schema/convert.hpp>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse::schema {
namespace {

Why not_a_string(const Value& value) {
  return "must be a string, not " + std::string(describe_type(value));
}

}  // namespace

Why convert(Value& value, const Field& /*field*/, std::string& out) {
  auto* text = std::get_if<std::string>(&value.data);
  if (text == nullptr) return not_a_string(value);
  out = std::move(*text);
  return std::nullopt;
}

Why convert(Value& value, const Field& /*field*/, Secret& out) {
  auto* text = std::get_if<std::string>(&value.data);
  if (text == nullptr) return not_a_string(value);
  out = Secret(*text);
  wipe(*text);
  return std::nullopt;
}

Why convert(Value& value, const Field& field, Email& out) {
  std::string text;
  if (Why why = convert(value, field, text)) return why;
  if (Why why = why_not(field, text)) return why;
  out = *Email::parse(text);
  return std::nullopt;
}

Why convert(Value& value, const Field& field, ServiceCode& out) {
  std::string text;
  if (Why why = convert(value, field, text)) return why;
  if (Why why = why_not(field, text)) return why;
  out = *ServiceCode::parse(text);
  return std::nullopt;
}

}  // namespace gatehouse::schema

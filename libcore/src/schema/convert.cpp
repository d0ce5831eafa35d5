#include <gatehouse/schema/convert.hpp>

#include <cmath>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse::schema {
namespace {

Why not_a_string(const Value& value) {
  return "must be a string, not " + std::string(describe_type(value));
}

Why not_a_string(const std::string& member, const Value& value) {
  return "\"" + member + "\" " + *not_a_string(value);
}

Why not_an_object(const Value& value) {
  return "must be an object, not " + std::string(describe_type(value));
}

/// Parses the text with `parse`, which accepts all texts that pass the check of the field.
template <class Parse, class T>
Why convert_by(Value& value, const Field& field, Parse parse, T& out) {
  std::string text;
  if (Why why = convert(value, field, text)) return why;
  if (Why why = why_not(field, text)) return why;
  out = *parse(text);
  return std::nullopt;
}

/// Takes the name of a permission or its title.
std::optional<Permission> permission_called(std::string_view text) {
  constexpr auto only = Permission::manage_api_security;
  return text == title(only) ? only : parse_permission(text);
}

/// JSON Schema regards 2.0 as an integer. Doubles hold all integers of up to 2^53.
std::optional<std::int64_t> whole_number(double number) {
  constexpr double limit = 9007199254740992.0;
  if (!(std::abs(number) <= limit) || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(number);
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

Why convert(Value& value, const Field& field, std::optional<Secret>& out) {
  if (value.is_null() && field.allow_null) {
    out.reset();
    return std::nullopt;
  }
  return convert(value, field, out.emplace());
}

Why convert(Value& value, const Field& field, Email& out) {
  return convert_by(value, field, Email::parse, out);
}

Why convert(Value& value, const Field& field, ServiceCode& out) {
  return convert_by(value, field, ServiceCode::parse, out);
}

Why convert(Value& value, const Field& /*field*/, bool& out) {
  if (const auto* truth = std::get_if<bool>(&value.data)) {
    out = *truth;
    return std::nullopt;
  }
  const auto* text = std::get_if<std::string>(&value.data);
  if (text == nullptr || (*text != "true" && *text != "false")) return "must be true or false";
  out = *text == "true";
  return std::nullopt;
}

Why convert(Value& value, const Field& /*field*/, std::int64_t& out) {
  if (const auto* real = std::get_if<double>(&value.data)) {
    const auto whole = whole_number(*real);
    if (!whole) return "must be a whole number";
    out = *whole;
    return std::nullopt;
  }
  const auto* number = std::get_if<std::int64_t>(&value.data);
  if (number == nullptr) return "must be a number, not " + std::string(describe_type(value));
  out = *number;
  return std::nullopt;
}

Why convert(Value& value, const Field& field, Timestamp& out) {
  return convert_by(value, field, parse_time, out);
}

Why convert(Value& value, const Field& field, TargetType& out) {
  return convert_by(value, field, parse_target_type, out);
}

Why convert(Value& value, const Field& field, AddressField& out) {
  return convert_by(value, field, parse_address_field, out);
}

Why convert(Value& value, const Field& field, Permission& out) {
  return convert_by(value, field, permission_called, out);
}

Why convert(Value& value, const Field& field, IpRange& out) {
  return convert_by(value, field, IpRange::parse, out);
}

Why convert(Value& value, const Field& field, Metadata& out) {
  if (value.is_null()) return not_an_object(value);
  MetadataChange change;
  if (Why why = convert(value, field, change)) return why;
  for (auto& [name, text] : change.members) {
    if (!text) return not_a_string(name, Value{});
    out.emplace(name, std::move(*text));
  }
  return std::nullopt;
}

Why convert(Value& value, const Field& /*field*/, MetadataChange& out) {
  if (value.is_null()) {
    out.removes_all = true;
    return std::nullopt;
  }
  auto* members = std::get_if<Object>(&value.data);
  if (members == nullptr) return not_an_object(value);
  for (auto& [name, member] : *members) {
    auto* text = std::get_if<std::string>(&member.data);
    if (text == nullptr && !member.is_null()) return not_a_string(name, member);
    out.members.emplace(std::move(name),
                        text == nullptr ? std::nullopt : std::optional(std::move(*text)));
  }
  return std::nullopt;
}

Why list_items(Value& value, const Field& field, List& out) {
  if (value.is_null() && field.allow_null) return std::nullopt;
  auto* items = std::get_if<List>(&value.data);
  if (items == nullptr) return "must be an array, not " + std::string(describe_type(value));
  if (Why why = why_not_so_many(field, items->size())) return why;
  out = std::move(*items);
  return std::nullopt;
}

}  // namespace gatehouse::schema

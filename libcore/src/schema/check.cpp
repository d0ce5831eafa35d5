#include <gatehouse/schema/check.hpp>

#include <algorithm>

#include <gatehouse/base/text.hpp>

namespace gatehouse::schema {
namespace {

constexpr const char* not_an_ip_range =
    "must be an IP address, a range such as 10.0.0.0/8, or the beginning of an IPv4 address "
    "such as 10.0.0";
constexpr const char* not_a_time =
    "must be a time with its offset from UTC, such as 2023-08-14T00:00:00.000Z or "
    "2023-08-14T03:00:00+03:00";

std::string characters(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " character" : " characters");
}

Why wrong_length(const Field& field, std::size_t length) {
  if (length < field.min_length) {
    if (length == 0) return "must not be empty";
    return "must have at least " + characters(field.min_length);
  }
  if (field.max_length != unlimited && length > field.max_length) {
    return "must have at most " + characters(field.max_length) + ", not " + std::to_string(length);
  }
  return std::nullopt;
}

Why wrong_phone(const Field& field, std::string_view text) {
  if (text.empty()) return std::nullopt;
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && text.size() == field.max_length) return std::nullopt;
  return "must be exactly " + std::to_string(field.max_length) + " digits";
}

std::string one_of(std::span<const std::string_view> words) {
  std::string all;
  for (const std::string_view word : words) {
    if (!all.empty()) all += " or ";
    all += word;
  }
  return all;
}

Why wrong_characters(const Field& field, std::string_view text) {
  switch (field.format) {
    case Format::line:
      if (has_control_characters(text, false)) return "must not hold control characters";
      break;
    case Format::text:
      if (has_control_characters(text, true)) return "must not hold control characters";
      break;
    case Format::email:
      if (!Email::parse(text)) return "must be an e-mail address";
      break;
    case Format::service_code:
      if (!ServiceCode::parse(text)) {
        return "must be a lower-case letter or digit, then up to 31 of these, '_' and '-'";
      }
      break;
    case Format::opaque:
    case Format::secret:
      if (text.find('\0') != std::string_view::npos) return "must not hold U+0000";
      break;
    case Format::username:
      if (has_control_characters(text, false)) return "must not hold control characters";
      if (text.find(':') != std::string_view::npos) return "must not hold a colon";
      break;
    case Format::word:
      if (std::find(field.words.begin(), field.words.end(), text) == field.words.end()) {
        return "must be " + one_of(field.words);
      }
      break;
    case Format::ip_range:
      if (!IpRange::parse(text)) return not_an_ip_range;
      break;
    case Format::date_time:
      if (!parse_time(text)) return not_a_time;
      break;
    case Format::phone:
    case Format::id:
    case Format::object: break;
  }
  return std::nullopt;
}

/// Checks a pair; one that a patch removes has no value.
Why wrong_pair(const Field& field, const std::string& name, const std::string* value) {
  const Field naming{
      .name = field.name, .details = {}, .min_length = 1, .max_length = field.max_name_length};
  if (Why why = why_not(naming, std::string_view(name)))
    return "must have names that are right: one " + *why;
  if (value == nullptr) return std::nullopt;
  if (Why why = why_not(field, std::string_view(*value))) return "\"" + name + "\" " + *why;
  return std::nullopt;
}

}  // namespace

Why why_not(const Field& field, const Metadata& metadata) {
  if (Why why = why_not_so_many(field, metadata.size())) return why;
  for (const auto& [name, value] : metadata) {
    if (Why why = wrong_pair(field, name, &value)) return why;
  }
  return std::nullopt;
}

Why why_not(const Field& field, const MetadataChange& change) {
  for (const auto& [name, value] : change.members) {
    if (Why why = wrong_pair(field, name, value ? &*value : nullptr)) return why;
  }
  return std::nullopt;
}

bool is_emptied_by_null(const Field& field) {
  return field.type == Type::string && !field.allow_null && !why_not(field, std::string_view());
}

Why why_not(const Field& field, std::string_view text) {
  const auto length = count_code_points(text);
  if (!length) return "must be valid UTF-8";
  if (field.format == Format::phone) return wrong_phone(field, text);
  if (Why why = wrong_length(field, *length)) return why;
  return wrong_characters(field, text);
}

Why why_not_item(std::size_t index, const Why& why) {
  return "item " + std::to_string(index + 1) + " " + *why;
}

Why why_not_so_many(const Field& field, std::size_t count) {
  if (count <= field.max_items) return std::nullopt;
  return "must have at most " + std::to_string(field.max_items) + " items, not " +
         std::to_string(count);
}

Why why_not_one_field(const Field& field, const std::vector<std::string>& items) {
  if (field.max_field_value == unlimited) return std::nullopt;
  std::size_t octets = 0;
  for (const std::string& item : items) octets += field_text(item).size() + 1;
  if (octets <= field.max_field_value + 1) return std::nullopt;
  return "must have at most " + std::to_string(field.max_field_value) +
         " octets together as a header field, where each octet beyond ASCII counts three, not " +
         std::to_string(octets - 1);
}

Why why_not(const Field& field, const Secret& secret) { return why_not(field, secret.reveal()); }

Why why_not_chosen(const std::optional<Secret>& password, const Policy& policy) {
  if (!password) return std::nullopt;
  const std::size_t length = count_code_points(password->reveal()).value_or(0);
  if (length >= policy.password_min_length) return std::nullopt;
  return "must have at least " + characters(policy.password_min_length);
}

Why why_not(const Field& field, const Email& email) {
  if (email.empty()) return "must be an e-mail address";
  return wrong_length(field, count_code_points(email.text()).value_or(0));
}

Why why_not(const Field& /*field*/, const ServiceCode& code) {
  if (code.text().empty()) return "must not be empty";
  return std::nullopt;
}

Why why_not(const Field& field, std::int64_t number) {
  if (number >= field.min_value && number <= field.max_value) return std::nullopt;
  return "must be " + std::to_string(field.min_value) + " to " + std::to_string(field.max_value);
}

}  // namespace gatehouse::schema

#include "parameters.hpp"

#include <gatehouse/base/percent.hpp>
#include <gatehouse/http_server/syntax.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "json_writer.hpp"

namespace gatehouse::http::api {
namespace {

std::optional<bool> read_boolean(std::string_view text) {
  constexpr std::array truths{"True", "true", "TRUE", "T", "t", "1"};
  constexpr std::array falsehoods{"False", "false", "FALSE", "F", "f", "0"};
  if (std::find(truths.begin(), truths.end(), text) != truths.end()) return true;
  if (std::find(falsehoods.begin(), falsehoods.end(), text) != falsehoods.end()) return false;
  return std::nullopt;
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Returns the reason why the text is not a valid value; nothing if it is, with the number stored.
std::optional<std::string> read_value(const Parameter& parameter, const std::string& text,
                                      std::int64_t& number) {
  switch (parameter.type) {
    case Parameter::Type::boolean: {
      const auto truth = read_boolean(text);
      if (!truth) return "must be true or false";
      number = *truth ? 1 : 0;
      return std::nullopt;
    }
    case Parameter::Type::integer: {
      const auto read = read_integer(text);
      if (!read || *read < parameter.min || *read > parameter.max) {
        return "must be an integer from " + std::to_string(parameter.min) + " to " +
               std::to_string(parameter.max);
      }
      number = *read;
      return std::nullopt;
    }
    case Parameter::Type::text:
      if (text.empty()) return "must not be empty";
      if (text.find('\0') != std::string::npos) return "must not contain U+0000";
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<ParameterValues> ParameterValues::read(std::span<const Parameter> declared,
                                              std::string_view query) {
  ParameterValues values;
  values.declared_ = declared;
  if (query.empty()) return values;
  values.values_.resize(declared.size());

  std::vector<FieldFault> faults;
  while (!query.empty()) {
    const auto [pair, rest] = split(query, '&');
    query = rest;
    const auto [raw_name, raw_value] = split(pair, '=');
    const auto name = percent_decode(raw_name, true);
    if (!name) {
      return Unexpected(invalid_argument("The query holds a malformed percent-encoding."));
    }
    const auto parameter = std::find_if(declared.begin(), declared.end(),
                                        [&](const Parameter& p) { return p.name == *name; });
    if (parameter == declared.end()) continue;
    Value& value = values.values_[static_cast<std::size_t>(parameter - declared.begin())];
    if (value.given) {
      faults.push_back({*name, "must not be given twice"});
      continue;
    }
    value.given = true;
    const auto text = percent_decode(raw_value, true);
    if (!text) {
      faults.push_back({*name, "must be valid UTF-8, percent-encoded"});
      continue;
    }
    if (auto why = read_value(*parameter, *text, value.number)) {
      faults.push_back({*name, std::move(*why)});
    }
    value.text = *text;
  }
  if (!faults.empty()) {
    return Unexpected(invalid_argument("A query parameter is not accepted.", std::move(faults)));
  }
  return values;
}

const ParameterValues::Value* ParameterValues::find(const Parameter& parameter) const {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (declared_[i].name == parameter.name) return values_[i].given ? &values_[i] : nullptr;
  }
  return nullptr;
}

std::int64_t ParameterValues::integer(const Parameter& parameter) const {
  const Value* value = find(parameter);
  return value == nullptr ? 0 : value->number;
}

bool ParameterValues::boolean(const Parameter& parameter) const { return integer(parameter) != 0; }

std::optional<std::int64_t> ParameterValues::given_integer(const Parameter& parameter) const {
  const Value* value = find(parameter);
  if (value == nullptr) return std::nullopt;
  return value->number;
}

std::optional<std::string> ParameterValues::given_text(const Parameter& parameter) const {
  const Value* value = find(parameter);
  if (value == nullptr) return std::nullopt;
  return value->text;
}

void ParameterValues::describe(std::string& out) const {
  out += '{';
  bool is_first = true;
  for (const Parameter& parameter : declared_) {
    const Value* value = find(parameter);
    if (value == nullptr && !parameter.has_default) continue;
    if (!std::exchange(is_first, false)) out += ',';
    append_json_text(out, parameter.name);
    out += ':';
    switch (parameter.type) {
      case Parameter::Type::integer: out += std::to_string(integer(parameter)); break;
      case Parameter::Type::boolean: out += boolean(parameter) ? "true" : "false"; break;
      case Parameter::Type::text: append_json_text(out, value->text); break;
    }
  }
  out += '}';
}

}  // namespace gatehouse::http::api

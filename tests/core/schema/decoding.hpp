/// Request bodies, and the errors that decoding them reports.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/schema/command.hpp>

namespace gatehouse::testing {

constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

/// "accepted", or the names of the invalid fields separated by spaces: "email password". The error
/// code for other refusals.
template <class T>
std::string verdict(const Result<T>& result) {
  if (result) return "accepted";
  if (result.error().code != ErrorCode::invalid_argument || result.error().fields.empty()) {
    return std::string(name(result.error().code));
  }
  std::string names;
  for (const FieldFault& fault : result.error().fields) {
    if (!names.empty()) names += ' ';
    names += fault.field;
  }
  return names;
}

/// Removes the wrapper.
template <class T>
Result<T> unwrapped(Result<Checked<T>> result) {
  return std::move(result).transform([](auto checked) { return *std::move(checked); });
}

// The functions of schema, with the default policy.

template <class T>
Result<T> decode(schema::Value body) {
  return unwrapped(schema::decode<T>(std::move(body), {}));
}

template <class T>
Result<std::vector<T>> decode_list(schema::Value body, std::string_view wrapper) {
  return unwrapped(schema::decode_list<T>(std::move(body), wrapper, {}));
}

template <class T>
Result<T> check(T command) {
  return unwrapped(schema::check(std::move(command), {}));
}

template <class T>
std::string decoded(schema::Object body) {
  return verdict(decode<T>({std::move(body)}));
}

/// The body with one member added or replaced.
inline schema::Object with(schema::Object body, std::string_view name, schema::Value value) {
  if (schema::Value* member = schema::find(body, name)) {
    *member = std::move(value);
  } else {
    body.push_back({std::string(name), std::move(value)});
  }
  return body;
}

inline schema::Object without(schema::Object body, std::string_view name) {
  std::erase_if(body, [&](const auto& member) { return member.name == name; });
  return body;
}

/// A text of the given number of code points, each of which is `letter`.
inline std::string repeated(std::size_t count, std::string_view letter) {
  std::string text;
  while (count-- > 0) text += letter;
  return text;
}

}  // namespace gatehouse::testing

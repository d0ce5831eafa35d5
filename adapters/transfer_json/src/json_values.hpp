/// Conversion of values of records to JSON and back. Invalid values throw Fault.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/scope.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/records/field.hpp>
#include <gatehouse/records/text_value.hpp>

#include "fault.hpp"

namespace gatehouse::transfer {

namespace json = boost::json;

/// Text that a storage accepts: without U+0000.
[[nodiscard]] std::string text_of(const json::value& value);

[[nodiscard]] json::value to_json(const std::string& text);
[[nodiscard]] json::value to_json(std::int64_t number);
[[nodiscard]] json::value to_json(int number);
[[nodiscard]] json::value to_json(bool value);
[[nodiscard]] json::value to_json(Timestamp time);
/// The octets are written in base64url.
[[nodiscard]] json::value to_json(const PublicKey& key);
[[nodiscard]] json::value to_json(const Scope& scope);

void from_json(const json::value& value, std::string& text);
void from_json(const json::value& value, std::int64_t& number);
void from_json(const json::value& value, int& number);
void from_json(const json::value& value, bool& flag);
void from_json(const json::value& value, Timestamp& time);
void from_json(const json::value& value, PublicKey& key);
void from_json(const json::value& value, Scope& scope);

template <records::HasText T>
[[nodiscard]] json::value to_json(const T& value) {
  return to_json(std::string(records::TextValue<T>::write(value)));
}

template <records::HasText T>
void from_json(const json::value& value, T& to) {
  auto parsed = records::TextValue<T>::read(text_of(value));
  if (!parsed) throw Fault("must be " + std::string(records::TextValue<T>::form));
  to = *std::move(parsed);
}

template <class Address>
[[nodiscard]] json::value to_json(const records::KeyOfEmail<Address>& key) {
  return to_json(key.text());
}

void from_json(const json::value& value, const records::KeyOfEmail<Email>& key);

/// std::nullopt is null.
template <class T>
[[nodiscard]] json::value to_json(const std::optional<T>& value) {
  return value ? to_json(*value) : json::value();
}

template <class T>
void from_json(const json::value& value, std::optional<T>& to) {
  to.reset();
  if (!value.is_null()) from_json(value, to.emplace());
}

template <class Items>
[[nodiscard]] json::value list_to_json(const Items& items) {
  json::array list;
  for (const auto& item : items) list.push_back(to_json(item));
  return list;
}

template <class Items>
void list_from_json(const json::value& value, Items& items) {
  const json::array* list = value.if_array();
  if (list == nullptr) throw Fault("must be a list");
  items.clear();
  for (const json::value& member : *list) {
    typename Items::value_type item;
    from_json(member, item);
    items.insert(items.end(), std::move(item));
  }
}

[[nodiscard]] inline json::value to_json(const std::vector<std::string>& lines) {
  return list_to_json(lines);
}
[[nodiscard]] inline json::value to_json(const std::vector<IpRange>& ranges) {
  return list_to_json(ranges);
}
[[nodiscard]] inline json::value to_json(const std::set<Permission>& permissions) {
  return list_to_json(permissions);
}

/// The lines contain no line feed.
void from_json(const json::value& value, std::vector<std::string>& lines);
inline void from_json(const json::value& value, std::vector<IpRange>& ranges) {
  list_from_json(value, ranges);
}
inline void from_json(const json::value& value, std::set<Permission>& permissions) {
  list_from_json(value, permissions);
}

}  // namespace gatehouse::transfer

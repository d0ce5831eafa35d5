/// Values of records as JSON, and back. What cannot be one of them is a Fault.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gatehouse/base/id.hpp>
#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/model/scope.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/model/user.hpp>

#include "fault.hpp"

namespace gatehouse::transfer {

namespace json = boost::json;

/// Text that a storage takes: without U+0000.
[[nodiscard]] std::string text_of(const json::value& value);

[[nodiscard]] json::value to_json(const std::string& text);
[[nodiscard]] json::value to_json(std::int64_t number);
[[nodiscard]] json::value to_json(int number);
[[nodiscard]] json::value to_json(bool value);
[[nodiscard]] json::value to_json(Timestamp time);
[[nodiscard]] json::value to_json(const TokenDigest& digest);
[[nodiscard]] json::value to_json(const Salt& salt);
[[nodiscard]] json::value to_json(const std::vector<Rotation>& rotations);
/// The octets in base64url.
[[nodiscard]] json::value to_json(const PublicKey& key);
[[nodiscard]] json::value to_json(const Email& email);
[[nodiscard]] json::value to_json(const ServiceCode& code);
[[nodiscard]] json::value to_json(const Scope& scope);
[[nodiscard]] json::value to_json(Role role);
[[nodiscard]] json::value to_json(MailKind kind);
[[nodiscard]] json::value to_json(TargetType type);
[[nodiscard]] json::value to_json(AddressField field);
[[nodiscard]] json::value to_json(Permission permission);
[[nodiscard]] json::value to_json(const IpRange& range);

void from_json(const json::value& value, std::string& text);
void from_json(const json::value& value, std::int64_t& number);
void from_json(const json::value& value, int& number);
void from_json(const json::value& value, bool& flag);
void from_json(const json::value& value, Timestamp& time);
void from_json(const json::value& value, TokenDigest& digest);
void from_json(const json::value& value, Salt& salt);
void from_json(const json::value& value, std::vector<Rotation>& rotations);
void from_json(const json::value& value, PublicKey& key);
void from_json(const json::value& value, Email& email);
void from_json(const json::value& value, ServiceCode& code);
void from_json(const json::value& value, Scope& scope);
void from_json(const json::value& value, Role& role);
void from_json(const json::value& value, MailKind& kind);
void from_json(const json::value& value, TargetType& type);
void from_json(const json::value& value, AddressField& field);
void from_json(const json::value& value, Permission& permission);
void from_json(const json::value& value, IpRange& range);

template <class Tag>
[[nodiscard]] json::value to_json(const Id<Tag>& id) {
  return to_json(id.to_string());
}

template <class Tag>
void from_json(const json::value& value, Id<Tag>& id) {
  const auto parsed = Id<Tag>::parse(text_of(value));
  if (!parsed) throw Fault("must be 32 lower-case hex digits");
  id = *parsed;
}

/// Nothing is null.
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

/// Lines have no line feed.
void from_json(const json::value& value, std::vector<std::string>& lines);
inline void from_json(const json::value& value, std::vector<IpRange>& ranges) {
  list_from_json(value, ranges);
}
inline void from_json(const json::value& value, std::set<Permission>& permissions) {
  list_from_json(value, permissions);
}

}  // namespace gatehouse::transfer

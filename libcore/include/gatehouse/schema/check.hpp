/// Validation of a single field. Each function returns why the content is invalid, or nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <gatehouse/base/id.hpp>
#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/member.hpp>
#include <gatehouse/model/metadata.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/field.hpp>
#include <gatehouse/schema/policy.hpp>

namespace gatehouse::schema {

using Why = std::optional<std::string>;

/// Checks UTF-8, length and the characters that the field's format allows.
[[nodiscard]] Why why_not(const Field& field, std::string_view text);
[[nodiscard]] Why why_not(const Field& field, const Secret& secret);
[[nodiscard]] Why why_not(const Field& field, const Email& email);
[[nodiscard]] Why why_not(const Field& field, const ServiceCode& code);
[[nodiscard]] Why why_not(const Field& field, std::int64_t number);

/// Checks the number of pairs, and the name and value of each.
[[nodiscard]] Why why_not(const Field& field, const Metadata& metadata);
/// Checks each pair. The number of pairs is checked once the change was applied.
[[nodiscard]] Why why_not(const Field& field, const MetadataChange& change);

/// Whether null stands for the empty text in a merge patch: a text that is never null, but may be
/// empty.
[[nodiscard]] bool is_emptied_by_null(const Field& field);

/// For types without invalid values.
[[nodiscard]] inline Why why_not(const Field&, bool) { return std::nullopt; }
[[nodiscard]] inline Why why_not(const Field&, Timestamp) { return std::nullopt; }
[[nodiscard]] inline Why why_not(const Field&, TargetType) { return std::nullopt; }
[[nodiscard]] inline Why why_not(const Field&, AddressField) { return std::nullopt; }
[[nodiscard]] inline Why why_not(const Field&, Permission) { return std::nullopt; }
[[nodiscard]] inline Why why_not(const Field&, const IpRange&) { return std::nullopt; }

/// Formats the fault of one list item: "item 3 must not be empty".
[[nodiscard]] Why why_not_item(std::size_t index, const Why& why);
[[nodiscard]] Why why_not_so_many(const Field& field, std::size_t count);

/// Checks that the texts together fit into the value of one header field.
[[nodiscard]] Why why_not_one_field(const Field& field, const std::vector<std::string>& items);

/// Checks a new password against the policy.
[[nodiscard]] Why why_not_chosen(const std::optional<Secret>& password, const Policy& policy);

/// Any id is valid input; the nil id belongs to no record.
template <class Tag>
[[nodiscard]] Why why_not(const Field& /*field*/, const Id<Tag>& /*id*/) {
  return std::nullopt;
}

template <class T>
[[nodiscard]] Why why_not(const Field& field, const std::vector<T>& items) {
  if (Why why = why_not_so_many(field, items.size())) return why;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (Why why = why_not(field, items[i])) return why_not_item(i, why);
  }
  if constexpr (std::is_same_v<T, std::string>) return why_not_one_field(field, items);
  return std::nullopt;
}

template <class T>
[[nodiscard]] Why why_not(const Field& field, const std::set<T>& items) {
  if (items.size() < field.min_items) return "must not be empty";
  return std::nullopt;
}

template <class T>
[[nodiscard]] Why why_not(const Field& field, const std::optional<T>& content) {
  if (!content) return std::nullopt;
  return why_not(field, *content);
}

}  // namespace gatehouse::schema

/// The check of one field's content. Each function says why the content is not allowed, or nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/id.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/field.hpp>
#include <gatehouse/schema/policy.hpp>

namespace gatehouse::schema {

using Why = std::optional<std::string>;

/// UTF-8, length and the characters that the field's format allows.
[[nodiscard]] Why why_not(const Field& field, std::string_view text);
[[nodiscard]] Why why_not(const Field& field, const Secret& secret);
[[nodiscard]] Why why_not(const Field& field, const Email& email);
[[nodiscard]] Why why_not(const Field& field, const ServiceCode& code);

/// Why the policy does not allow it as a new password.
[[nodiscard]] Why why_not_chosen(const std::optional<Secret>& password, const Policy& policy);

template <class Tag>
[[nodiscard]] Why why_not(const Field& /*field*/, const Id<Tag>& id) {
  if (id.is_nil()) return "must be 32 lower-case hex digits";
  return std::nullopt;
}

template <class T>
[[nodiscard]] Why why_not(const Field& field, const std::optional<T>& content) {
  if (!content) return std::nullopt;
  return why_not(field, *content);
}

}  // namespace gatehouse::schema

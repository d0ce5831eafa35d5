/// Gateways in the API.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// Creates a gateway, or replaces all of its fields.
struct SaveGateway {
  std::string name;
  /// If omitted or null, no particular field.
  std::optional<std::optional<AddressField>> address_field{};
};

/// A newly created gateway. This is the only time its token is shown.
struct NewGateway {
  Gateway gateway;
  Secret token;
};

namespace schema {

/// In code points.
inline constexpr std::size_t max_gateway_name = 70;
inline constexpr auto address_fields =
    std::to_array<std::string_view>({"X-Real-IP", "X-Forwarded-For"});

namespace fields {
inline constexpr std::array gateway{
    id("id", "ID."),
    Field{.name = "name",
          .details = "Name of the gateway, unique in the account. At most 70 characters.",
          .min_length = 1,
          .max_length = max_gateway_name,
          .example = "edge"},
    Field{.name = "addressField",
          .details =
              "Header field in which the gateway passes the address of its client: X-Real-IP, or "
              "X-Forwarded-For, of which the last address counts. Null: either of them, and "
              "a refusal if both are present and differ.",
          .format = Format::word,
          .allow_null = true,
          .words = address_fields},
    token("Gateway token: shown when it is made, null in lists."), created_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource gateway{"Gateway", fields::gateway};
}  // namespace resources

template <>
inline constexpr auto description<SaveGateway> = describes<&resources::gateway>(
    required("name", &SaveGateway::name), optional("addressField", &SaveGateway::address_field));

namespace views {
inline constexpr auto gateway = view<&resources::gateway, Gateway>(
    shown("id", &Gateway::id), shown("name", &Gateway::name),
    shown("addressField", &Gateway::address_field), constant("token", nullptr),
    shown("createdAt", &Gateway::created_at));

inline constexpr auto new_gateway = view<&resources::gateway, NewGateway>(
    shown("id", &NewGateway::gateway, &Gateway::id),
    shown("name", &NewGateway::gateway, &Gateway::name),
    shown("addressField", &NewGateway::gateway, &Gateway::address_field),
    shown("token", &NewGateway::token),
    shown("createdAt", &NewGateway::gateway, &Gateway::created_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse

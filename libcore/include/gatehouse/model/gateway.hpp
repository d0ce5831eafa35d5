/// Gateways: who may ask for decisions about an account's credentials.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// The header field in which a gateway says where its client is. The other one is ignored, because
/// a client may have written it itself.
enum class AddressField : std::uint8_t {
  /// X-Real-IP: one address.
  real_ip = 1,
  /// X-Forwarded-For: the last address of the list.
  forwarded_for,
};

/// The name of the header field.
[[nodiscard]] std::string_view name(AddressField field) noexcept;
[[nodiscard]] std::optional<AddressField> parse_address_field(std::string_view text) noexcept;

struct Gateway {
  GatewayId id;
  AccountId account;
  /// Unique in the account, compared byte for byte.
  std::string name;
  /// Of the token that it proves itself with, which works until the gateway is deleted.
  TokenDigest digest;
  Timestamp created_at;
  /// Nothing: either field, or both where they say the same.
  std::optional<AddressField> address_field{};

  friend bool operator==(const Gateway&, const Gateway&) = default;
};

}  // namespace gatehouse

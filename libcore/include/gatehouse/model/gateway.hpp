/// Gateways, which request decisions about an account's credentials.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// The header field in which a gateway passes the client address. The other field is ignored, since
/// it may have been sent by the client.
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
  /// The digest of the gateway's token, which is valid until the gateway is deleted.
  TokenDigest digest;
  Timestamp created_at;
  /// Empty: either field, or both if they agree.
  std::optional<AddressField> address_field{};

  friend bool operator==(const Gateway&, const Gateway&) = default;
};

}  // namespace gatehouse

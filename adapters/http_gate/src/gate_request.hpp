/// Parses a gateway's request for a decision.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/http_server/basic_credential.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/model/gateway.hpp>

namespace gatehouse::http::gate {

/// Returns the credential of the gateway's client, in UTF-8; nothing if there is none, more than
/// one, or a malformed one.
[[nodiscard]] std::optional<BasicCredential> shown_credential(const Request& request);

/// The address of the gateway's client, as reported by the gateway.
struct ClientAddress {
  /// The gateway reports a text that is not an address.
  bool is_malformed = false;
  std::optional<IpAddress> address{};
};

/// Returns the address in the gateway's field, or for a gateway without one in the field that is
/// present: a single X-Real-IP, or the last address in X-Forwarded-For, which the gateway itself
/// appended. It may have a port (see parse_node()). The result is malformed for two X-Real-IP
/// fields, or if both fields are present with different addresses and the gateway has no field of
/// its own, since a client may have written one of them.
[[nodiscard]] ClientAddress client_address(const Request& request,
                                           std::optional<AddressField> field);

/// The names in `/gate/{projectName}/{proxyName}`. A path after another slash is that of the
/// gateway's client, appended by Envoy, and is ignored.
struct ProtectedName {
  std::string project;
  std::string proxy;
};

/// Returns nothing if a name is missing or malformed.
[[nodiscard]] std::optional<ProtectedName> protected_name(std::string_view path);

/// Whether the request explicitly accepts JSON.
[[nodiscard]] bool wants_json(const Request& request);

}  // namespace gatehouse::http::gate

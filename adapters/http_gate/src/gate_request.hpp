/// What a gateway tells of a request that it wants a decision on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/http_server/basic_credential.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/model/gateway.hpp>

namespace gatehouse::http::gate {

/// The credential that the gateway's client showed, in UTF-8; nothing when there is none, more than
/// one, or one that is malformed.
[[nodiscard]] std::optional<BasicCredential> shown_credential(const Request& request);

/// Where the gateway's client is, as the gateway says.
struct ClientAddress {
  /// The gateway says something that is no address.
  bool is_malformed = false;
  std::optional<IpAddress> address{};
};

/// What stands in the gateway's field, or for a gateway without one in the field that is there: the
/// one X-Real-IP, or the last address in X-Forwarded-For, which is the one that the gateway itself
/// added. It may have a port, as parse_node() has it. Malformed where two X-Real-IP are
/// there, or both fields are and a gateway without a field of its own does not say the same twice:
/// a client may have written one of them.
[[nodiscard]] ClientAddress client_address(const Request& request,
                                           std::optional<AddressField> field);

/// The names in `/gate/{projectName}/{proxyName}`. What follows behind another slash is the path of
/// the gateway's client, as Envoy appends it, and means nothing.
struct ProtectedName {
  std::string project;
  std::string proxy;
};

/// Nothing when a name is missing or malformed.
[[nodiscard]] std::optional<ProtectedName> protected_name(std::string_view path);

/// Whether JSON is among what the request accepts by name.
[[nodiscard]] bool wants_json(const Request& request);

}  // namespace gatehouse::http::gate

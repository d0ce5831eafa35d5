/// Pages of other origins that may use the public server from browsers.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include <gatehouse/http_server/cross_origin.hpp>

#include "configuration.hpp"

namespace gatehouse::app {

/// The paths that such pages may use, as patterns of http::Mux: the account API and its
/// description, tokens, keys and metadata. Gateways and operators do not use browsers.
inline constexpr auto cross_origin_paths = std::to_array<std::string_view>(
    {"/api/", "/v1/", "/oauth2/", "/.well-known/", "/openapi.json"});

/// Returns the handler in front of `api` for these paths, or null if no origin is configured.
[[nodiscard]] std::unique_ptr<http::CrossOrigin> open_to_origins(http::Handler& api,
                                                                 const Configuration& chosen);

}  // namespace gatehouse::app

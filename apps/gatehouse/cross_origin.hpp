/// Pages of other origins that may use the public server from browsers.
#pragma once

#include <memory>

#include <gatehouse/http_server/cross_origin.hpp>
#include <gatehouse/http_server/mux.hpp>

#include "configuration.hpp"

namespace gatehouse::app {

/// Returns the handler in front of `api` for pages of the configured origins; null if there are
/// none.
[[nodiscard]] std::unique_ptr<http::CrossOrigin> share_with_origins(http::Handler& api,
                                                                    const Configuration& chosen);

/// Mounts that handler, unless it is null, at the paths that such pages may use: those of the
/// account API and its description, of tokens, keys and metadata.
[[nodiscard]] http::Mux open_to_origins(http::Mux mux, http::CrossOrigin* shared);

}  // namespace gatehouse::app

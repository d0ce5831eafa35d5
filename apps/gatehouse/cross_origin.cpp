#include "cross_origin.hpp"

#include <string_view>

namespace gatehouse::app {

std::unique_ptr<http::CrossOrigin> share_with_origins(http::Handler& api,
                                                      const Configuration& chosen) {
  if (chosen.cors_origins.empty()) return nullptr;
  return std::make_unique<http::CrossOrigin>(
      api, http::CrossOriginOptions{
               .origins = chosen.cors_origins,
               .request_fields =
                   "Authorization, Content-Type, Idempotency-Key, X-Request-Id, X-Requested-With",
               .response_fields = "Allow, Retry-After, WWW-Authenticate, X-Request-Id"});
}

http::Mux open_to_origins(http::Mux mux, http::CrossOrigin* shared) {
  if (shared == nullptr) return mux;
  for (const std::string_view path :
       {"/api/", "/v1/", "/oauth2/", "/.well-known/", "/openapi.json"}) {
    mux.mount(path, *shared);
  }
  return mux;
}

}  // namespace gatehouse::app

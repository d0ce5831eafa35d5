#include "cross_origin.hpp"

namespace gatehouse::app {

std::unique_ptr<http::CrossOrigin> open_to_origins(http::Handler& api,
                                                   const Configuration& chosen) {
  if (chosen.cors_origins.empty()) return nullptr;
  return std::make_unique<http::CrossOrigin>(
      api, http::CrossOriginOptions{
               .origins = chosen.cors_origins,
               .request_fields =
                   "Authorization, Content-Type, Idempotency-Key, X-Request-Id, X-Requested-With",
               .response_fields = "Allow, Retry-After, WWW-Authenticate, X-Request-Id"});
}

}  // namespace gatehouse::app

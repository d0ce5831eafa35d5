/// What all connections of a server share.
#pragma once

#include <memory>

#include "shared.hpp"
#include "tls_context.hpp"
#include "worker_pool.hpp"

namespace gatehouse::http::server {

struct Site : Shared {
  explicit Site(const ServerOptions& given)
      : Shared(given),
        tls(given.tls ? std::make_unique<TlsSource>(*given.tls) : nullptr),
        lanes(given) {}

  /// Null when connections are not encrypted.
  const std::unique_ptr<TlsSource> tls;
  Lanes lanes;
};

}  // namespace gatehouse::http::server

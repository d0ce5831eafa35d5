/// State shared by all connections of a server.
#pragma once

#include <memory>

#include "shared.hpp"
#include "tls_context.hpp"
#include "worker_pool.hpp"

namespace gatehouse::http::server {

struct ServerState : Shared {
  explicit ServerState(const ServerOptions& given)
      : Shared(given),
        tls(given.tls ? std::make_unique<TlsSource>(*given.tls) : nullptr),
        pools(given) {}

  /// Null if connections are not encrypted.
  const std::unique_ptr<TlsSource> tls;
  WorkerPools pools;
};

}  // namespace gatehouse::http::server

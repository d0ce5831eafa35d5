/// What all connections of a server share.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/http_server/mux.hpp>
#include <gatehouse/http_server/server.hpp>

#include "framing.hpp"
#include "memory.hpp"
#include "places.hpp"
#include "response_writer.hpp"
#include "tls_context.hpp"
#include "worker_pool.hpp"

namespace gatehouse::http::server {

struct Counters {
  std::atomic<std::uint64_t> accepted = 0;
  std::atomic<std::uint64_t> accept_errors = 0;
  std::atomic<std::uint64_t> overloaded = 0;
  std::atomic<std::uint64_t> refused_for_memory = 0;
  std::atomic<std::size_t> connections = 0;
};

struct Site {
  explicit Site(const ServerOptions& given)
      : options(given),
        tls(given.tls ? std::make_unique<TlsSource>(*given.tls) : nullptr),
        plain_security_fields(security_fields({})),
        tls_security_fields(
            security_fields(std::chrono::duration_cast<std::chrono::seconds>(given.hsts_max_age))),
        places(given),
        memory(given, places),
        lanes(given) {}

  const ServerOptions options;
  /// Null when connections are not encrypted.
  const std::unique_ptr<TlsSource> tls;
  /// Of answers that are not encrypted, and of those that are.
  const std::string plain_security_fields;
  const std::string tls_security_fields;
  /// Set before the first connection is taken, as are the next two.
  std::optional<Mux> mux;
  HeadRules head_rules{};
  std::vector<Observer*> observers;
  Places places;
  Memory memory;
  Lanes lanes;
  Counters counters;
  /// Answers say that the connection closes.
  std::atomic<bool> stopping = false;
};

}  // namespace gatehouse::http::server

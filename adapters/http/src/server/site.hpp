/// What all connections of a server share.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gatehouse/http/handler.hpp>
#include <gatehouse/http/server.hpp>

#include "server/framing.hpp"
#include "server/memory.hpp"
#include "server/places.hpp"
#include "server/response_writer.hpp"
#include "server/tls_context.hpp"
#include "server/worker_pool.hpp"

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
  Handler* handler = nullptr;
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

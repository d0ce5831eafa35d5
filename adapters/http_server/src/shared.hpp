/// State shared by all connections of a server, apart from its sockets and threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/http_server/mux.hpp>
#include <gatehouse/http_server/observer.hpp>
#include <gatehouse/http_server/server.hpp>

#include "connection_slots.hpp"
#include "framing.hpp"
#include "memory.hpp"

namespace gatehouse::http::server {

struct Counters {
  std::atomic<std::uint64_t> accepted = 0;
  std::atomic<std::uint64_t> accept_errors = 0;
  std::atomic<std::uint64_t> overloaded = 0;
  std::atomic<std::uint64_t> refused_for_memory = 0;
  std::atomic<std::size_t> connections = 0;
};

struct Shared {
  explicit Shared(const ServerOptions& given);

  /// Must be called once, before the first connection is accepted.
  void serve(const Mux& handlers, std::vector<Observer*> watching);

  const ServerOptions options;
  /// For unencrypted and for encrypted responses.
  const std::string plain_security_fields;
  const std::string tls_security_fields;
  std::optional<Mux> mux;
  HeadRules head_rules{};
  std::vector<Observer*> observers;
  ConnectionSlots slots;
  Memory memory;
  Counters counters;
  /// Responses announce that the connection will close.
  std::atomic<bool> stopping = false;
};

}  // namespace gatehouse::http::server

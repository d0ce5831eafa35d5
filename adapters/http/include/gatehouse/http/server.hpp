/// An HTTP/1.1 server (RFC 9110, RFC 9112): keep-alive, pipelining in order, chunked bodies,
/// `Expect: 100-continue`, limits and deadlines, graceful stop.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <gatehouse/http/handler.hpp>

namespace gatehouse::http {

/// Threads and waiting room of one lane. A request that finds the room full is answered 503.
struct LaneOptions {
  std::size_t threads = 1;
  std::size_t queue = 256;
};

struct ServerOptions {
  /// Numeric IPv4 or IPv6 address (or "localhost"), and port; port 0 takes a free one.
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;

  /// 0: as many as the machine has processors.
  std::size_t io_threads = 0;
  LaneOptions storage{32, 4096};
  LaneOptions hashing{2, 256};
  LaneOptions mail{8, 256};

  /// Connections at once; further ones wait in the system's queue.
  std::size_t max_connections = 4096;
  /// Octets of request line and header fields; a longer target is 414, longer fields are 431.
  std::size_t max_target = 8 * 1024;
  std::size_t max_header = 16 * 1024;

  /// From the first octet of a request to the end of its header; from there to the end of its
  /// body; and how long a connection may say nothing between requests, or take no answer.
  std::chrono::milliseconds header_deadline{10'000};
  std::chrono::milliseconds body_deadline{30'000};
  std::chrono::milliseconds idle_deadline{75'000};
  /// How long stop() waits for what is in flight.
  std::chrono::milliseconds stop_deadline{10'000};
};

class Server {
 public:
  /// Listens at once; throws std::system_error with a clear message when the address is in use or
  /// not to be had. `handler` outlives the server.
  Server(const ServerOptions& options, Handler& handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// As stop().
  ~Server();

  /// The port it listens on.
  [[nodiscard]] std::uint16_t port() const noexcept;

  /// Takes no new connection, answers what is in flight with `Connection: close`, ends the threads.
  /// May be called from any thread, once or more.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace gatehouse::http

/// An HTTP/1.1 server (RFC 9110, RFC 9112): keep-alive, pipelining in order, chunked bodies,
/// `Expect: 100-continue`, limits and deadlines, graceful stop; plain or over TLS.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/http_server/mux.hpp>
#include <gatehouse/http_server/observer.hpp>

namespace gatehouse::http {

/// Thread count and queue capacity of a pool. A request that finds the queue full is rejected with
/// 503 and `Retry-After: 1`. On the hashing pools and the mail pool, requests take turns by their
/// Claim, and a party that has used up its share of the queue is rejected likewise: a single party
/// may use about a sixth of it, and less as the queue fills. The server's constructor starts all
/// threads. Those of the hashing pools run at a lower priority (nice +10), so that a flood of
/// logins leaves CPU time to other work.
struct PoolOptions {
  std::size_t threads = 1;
  std::size_t queue = 1024;
};

/// Paths of PEM files, which the server's constructor and reload_tls() read.
struct TlsFiles {
  /// The server's certificate, followed by its intermediate certificates.
  std::string certificate;
  /// The private key, without a passphrase.
  std::string key;
};

/// Returns the expiry time of the server's certificate. Throws like Server's constructor if the
/// files are unusable.
[[nodiscard]] std::chrono::system_clock::time_point certificate_end(const TlsFiles& files);

/// Returns whether an address, as in Request::remote, is 127.0.0.1 or ::1.
[[nodiscard]] bool is_this_machine(std::string_view address) noexcept;

struct ServerOptions {
  /// Numeric IPv4 or IPv6 address (or "localhost"), and port; port 0 selects a free one.
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;

  /// If set, all connections use TLS 1.2 or 1.3. The handshake must complete within the header
  /// deadline. An unencrypted HTTP request is rejected with 400 without being parsed.
  std::optional<TlsFiles> tls{};

  /// max-age of the Strict-Transport-Security field (RFC 6797) in responses over TLS; 0 omits the
  /// field.
  std::chrono::milliseconds hsts_max_age{std::chrono::hours(24 * 365)};

  /// Proxies in front of this server. For a request from one of them, the client is the rightmost
  /// address in X-Forwarded-For, or in Forwarded (RFC 7239), that is not in this list. If an entry
  /// is not an address or the two fields disagree, the client is the proxy itself. These fields are
  /// ignored in requests from other peers.
  std::vector<IpRange> trusted_proxies{};

  /// 0 selects the number of processors.
  std::size_t io_threads = 0;
  PoolOptions lookup{16, 4096};
  PoolOptions reading{16, 4096};
  PoolOptions storage{32, 4096};
  PoolOptions hashing{2, 1024};
  PoolOptions verifying{1, 1024};
  PoolOptions mail{8, 1024};

  /// Maximum number of simultaneous connections, at least 1. When the limit is reached, a new
  /// connection replaces the one that has been idle longest, i.e. whose client has neither sent nor
  /// received an octet for the longest time. While all are active, new ones wait in the listen
  /// backlog.
  std::size_t max_connections = 4096;
  /// Maximum number of simultaneous connections from one IPv4 address or IPv6 network (/64), at
  /// least 1. When it is reached, a new connection replaces the longest idle one from the same
  /// source, or is closed if none is idle.
  std::size_t max_connections_per_address = 1024;
  /// Addresses, as in Request::remote, that are exempt from the limit per address in addition to
  /// trusted proxies, because many clients connect from them.
  std::function<bool(std::string_view address)> is_exempt_from_share = is_this_machine;
  /// Maximum number of octets buffered for all clients: request bodies and unsent responses. Above
  /// it, the largest and slowest of the connections that have held data for longer than
  /// `held_deadline` are closed; if there are none, requests are rejected with 503 and
  /// `Retry-After`, and long responses resume when memory is available. Not counted are 8 KiB per
  /// connection and one response under construction per thread.
  std::size_t output_memory = std::size_t{64} * 1024 * 1024;
  std::chrono::milliseconds held_deadline{2000};

  /// Maximum octets of the target, and of request line and header fields together; longer targets
  /// are rejected with 414, longer fields with 431. Relayed requests (see Mux::Requests) carry data
  /// of the other server's clients: their target and their other fields may each have up to 64 KiB,
  /// or the limits given here if larger.
  std::size_t max_target = 8 * 1024;
  std::size_t max_header = 16 * 1024;

  /// Delay before a request that finds no slot on a hashing pool is rejected with 503. Without it,
  /// clients that retry at once would take CPU time from requests that have a slot.
  std::chrono::milliseconds refusal_delay{1000};

  /// Deadlines from the first octet of a request to the end of its header, from there to the end of
  /// its body (both 408), and for a connection that is silent between requests or receives less
  /// than 64 KiB of its responses (closed without a response). The header deadline also applies to
  /// the first octet of a new connection (closed likewise). Deadlines are checked at intervals of a
  /// quarter of the shortest, at most 500 ms, and may be exceeded by that much.
  std::chrono::milliseconds header_deadline{10'000};
  std::chrono::milliseconds body_deadline{30'000};
  std::chrono::milliseconds idle_deadline{75'000};
  /// Maximum duration of stop(), unless the handler does not return. Requests in flight are
  /// processed for three quarters of it; then queued requests are rejected with 503; after nine
  /// tenths, connections are aborted.
  std::chrono::milliseconds stop_deadline{10'000};
};

/// Binds the address and releases it at once, without listening, so that no client can connect.
/// Throws std::system_error like Server's constructor. The code distinguishes an address that is in
/// use (std::errc::address_in_use), not local, not numeric, or not permitted.
void try_address(const ServerOptions& options);

/// The state of a pool.
struct PoolStatistics {
  /// Requests waiting for a thread, and requests being processed.
  std::size_t waiting = 0;
  std::size_t running = 0;
  /// Requests rejected for lack of a slot since the start.
  std::uint64_t refused = 0;
  /// Maximum number of waiting and running requests together.
  std::size_t capacity = 0;
};

/// Counters and gauges of a server.
struct ServerStatistics {
  /// Currently open.
  std::size_t connections = 0;
  std::uint64_t accepted = 0;
  /// Connections that could not be accepted, e.g. for lack of file descriptors. The server retries
  /// after a pause.
  std::uint64_t accept_errors = 0;
  /// Idle connections that were closed to make room for new ones, and new connections that were
  /// closed because their address had reached its limit with active connections.
  std::uint64_t displaced = 0;
  std::uint64_t turned_away = 0;
  /// Octets currently buffered for clients (see ServerOptions::output_memory), and the connections
  /// closed and requests rejected with 503 because of the limit.
  std::size_t held = 0;
  std::uint64_t cut_for_memory = 0;
  std::uint64_t refused_for_memory = 0;
  /// Requests rejected with 503 because their pool had no slot.
  std::uint64_t overloaded = 0;
  /// Requests whose header is complete and whose response has not been written.
  std::size_t in_flight = 0;
  PoolStatistics lookup{};
  PoolStatistics reading{};
  PoolStatistics storage{};
  PoolStatistics hashing{};
  PoolStatistics verifying{};
  PoolStatistics mail{};
};

class Server {
 public:
  /// Listens at once, so that the port is known; clients that connect wait until start(). Throws
  /// std::system_error with a clear message if the address is in use or unavailable or a thread
  /// cannot be started, and the exceptions of reload_tls().
  explicit Server(const ServerOptions& options);
  /// Constructs the server and starts it.
  Server(const ServerOptions& options, const Mux& mux);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Calls stop(). Must not be called from within the handler.
  ~Server();

  /// Starts answering requests and notifying the observers, in their order. Must be called once.
  /// The handlers of `mux` and the observers must outlive the server.
  void start(const Mux& mux, std::vector<Observer*> observers = {});

  [[nodiscard]] std::size_t io_threads() const noexcept;

  /// The port on which the server listens.
  [[nodiscard]] std::uint16_t port() const noexcept;

  [[nodiscard]] ServerStatistics statistics() const noexcept;

  /// Reads the TLS files again, for use by new connections; existing connections are not affected.
  /// Throws std::system_error if a file cannot be read, and std::runtime_error if its content is
  /// unusable, the key is encrypted or the key does not match the certificate; the previous
  /// certificate then stays in use. Does nothing on a server without TLS. Thread-safe.
  void reload_tls();

  /// Stops accepting connections, closes idle ones, answers requests in flight with `Connection:
  /// close`, and ends the threads, in the phases of the stop deadline. Always waits for a running
  /// handle(), which cannot be interrupted. Thread-safe and idempotent; each call returns when the
  /// server has stopped, except that a call from within the handler returns at once.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace gatehouse::http

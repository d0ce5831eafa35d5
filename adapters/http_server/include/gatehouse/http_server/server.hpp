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

/// Threads and waiting room of one pool. A request that finds the room full is answered 503 with
/// `Retry-After: 1`. On the pools that hash and the one for mail, requests wait in turns, as Claim
/// says, and one whose party has taken its part of the room is refused likewise: a party alone has
/// about a sixth of it, and the less, the more wait. All threads are started by the server's
/// constructor. Those of the pools that hash have a lower priority (nice +10), so that a flood of
/// logins leaves the processors to others.
struct PoolOptions {
  std::size_t threads = 1;
  std::size_t queue = 1024;
};

/// Paths of files in PEM form, which are read by the server's constructor and by reload_tls().
struct TlsFiles {
  /// The server's certificate, then those that lead from it to one that clients trust.
  std::string certificate;
  /// Its private key, without a passphrase.
  std::string key;
};

/// When the server's certificate ends. Throws as Server's constructor does for files that cannot be
/// used.
[[nodiscard]] std::chrono::system_clock::time_point certificate_end(const TlsFiles& files);

/// Whether an address, as in Request::remote, is 127.0.0.1 or ::1.
[[nodiscard]] bool is_this_machine(std::string_view address) noexcept;

struct ServerOptions {
  /// Numeric IPv4 or IPv6 address (or "localhost"), and port; port 0 takes a free one.
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;

  /// If given, all connections speak TLS 1.2 or 1.3; the handshake is to be done within the header
  /// deadline. An HTTP request that is not encrypted is answered 400 and not looked at.
  std::optional<TlsFiles> tls{};

  /// How long browsers shall use TLS alone for this host, as answers over TLS tell them
  /// (Strict-Transport-Security, RFC 6797); 0: answers do not say so.
  std::chrono::milliseconds hsts_max_age{std::chrono::hours(24 * 365)};

  /// Proxies in front of this server. The client of a request that one of them sends is the
  /// rightmost address in X-Forwarded-For, or in Forwarded (RFC 7239), that is not one of theirs.
  /// Where that cannot be told, because an entry is no address or the two fields differ, it is the
  /// proxy itself. Nothing that another peer sends in these fields is believed.
  std::vector<IpRange> trusted_proxies{};

  /// 0: as many as the machine has processors.
  std::size_t io_threads = 0;
  PoolOptions lookup{16, 4096};
  PoolOptions reading{16, 4096};
  PoolOptions storage{32, 4096};
  PoolOptions hashing{2, 1024};
  PoolOptions verifying{1, 1024};
  PoolOptions mail{8, 1024};

  /// Connections at once, at least 1. For one more, that one is closed which has been idle longest:
  /// the one whose client has neither sent nor taken an octet for the longest time. While all are
  /// active, further ones wait in the system's queue.
  std::size_t max_connections = 4096;
  /// Connections at once from one address of IPv4, or one network (/64) of IPv6; at least 1. For
  /// one more, that of its own which has been idle longest is closed, or without one the new
  /// one.
  std::size_t max_connections_per_address = 1024;
  /// The addresses, as in Request::remote, that may have more, besides trusted proxies: those from
  /// which many clients come.
  std::function<bool(std::string_view address)> is_exempt_from_share = is_this_machine;
  /// Octets that are held for clients in all: bodies as they come, and answers that are not taken.
  /// For more, the largest and slowest of those that have been held for longer than `held_deadline`
  /// are given up and their connections closed; where there are none, requests are answered 503
  /// with `Retry-After`, and long answers go on when there is room. Not counted are 8 KiB of each
  /// connection, and an answer in the making on each thread.
  std::size_t output_memory = std::size_t{64} * 1024 * 1024;
  std::chrono::milliseconds held_deadline{2000};

  /// Octets of the target, and of request line and header fields together; a longer target is 414,
  /// longer fields are 431. Requests that another server relays (see Mux::Requests)
  /// carry what its clients send: their target, and their fields besides it, may each have up to 64
  /// KiB, or as much as is given here where that is more.
  std::size_t max_target = 8 * 1024;
  std::size_t max_header = 16 * 1024;

  /// How long a request waits that finds no slot on a pool that hashes, before it is answered 503:
  /// a client that asks again at once would otherwise take the processors from those who have a
  /// slot.
  std::chrono::milliseconds refusal_delay{1000};

  /// From the first octet of a request to the end of its header; from there to the end of its
  /// body (both 408); and how long a connection may say nothing between requests, or take less than
  /// 64 KiB of its answers (closed without a word). A new connection has the header's deadline for
  /// its first octet, too (closed likewise). They are looked at in steps of a quarter of the
  /// shortest, at most 500 ms, and are overrun by as much.
  std::chrono::milliseconds header_deadline{10'000};
  std::chrono::milliseconds body_deadline{30'000};
  std::chrono::milliseconds idle_deadline{75'000};
  /// How long stop() may take, unless the handler does not return. Until three quarters of it are
  /// over, what is in flight is worked on; then what still waits for a pool is answered 503; after
  /// nine tenths, connections are cut off.
  std::chrono::milliseconds stop_deadline{10'000};
};

/// Takes the address and gives it back at once, without listening, so that nobody connects. Throws
/// std::system_error as Server's constructor does; its code tells why: an address that is in use
/// (std::errc::address_in_use), not this machine's, not numeric, or not allowed.
void try_address(const ServerOptions& options);

/// How it stands with a pool.
struct PoolStatistics {
  /// Requests that wait for a thread, and that have one.
  std::size_t waiting = 0;
  std::size_t running = 0;
  /// Requests that found no slot on the pool since the start.
  std::uint64_t refused = 0;
  /// No more may wait and run at once.
  std::size_t capacity = 0;
};

/// What a server has met since it was started.
struct ServerStatistics {
  /// Open now.
  std::size_t connections = 0;
  std::uint64_t accepted = 0;
  /// Connections that could not be taken, as when the process has no file descriptor left. The
  /// server tries again after a pause.
  std::uint64_t accept_errors = 0;
  /// Idle connections that were closed to make room for others, and connections that were closed
  /// at once because their address had its share and used all of it.
  std::uint64_t displaced = 0;
  std::uint64_t turned_away = 0;
  /// Octets that are held for clients now (see ServerOptions::output_memory); and connections that
  /// were closed, and requests that were answered 503, because there were too many.
  std::size_t held = 0;
  std::uint64_t cut_for_memory = 0;
  std::uint64_t refused_for_memory = 0;
  /// Requests answered 503 because their pool had no slot for them.
  std::uint64_t overloaded = 0;
  /// Requests whose header has come, and whose answer has not been written.
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
  /// Listens at once, so that the port is known; those who connect wait until start(). Throws
  /// std::system_error with a clear message when the address is in use or not to be had, or when a
  /// thread cannot be started; and as reload_tls() does.
  explicit Server(const ServerOptions& options);
  /// The same, and starts.
  Server(const ServerOptions& options, const Mux& mux);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// As stop(), but not from within the handler.
  ~Server();

  /// Answers requests from here on, and tells the observers, in their order. Called once; the
  /// handlers of `mux` and the observers outlive the server.
  void start(const Mux& mux, std::vector<Observer*> observers = {});

  [[nodiscard]] std::size_t io_threads() const noexcept;

  /// The port it listens on.
  [[nodiscard]] std::uint16_t port() const noexcept;

  [[nodiscard]] ServerStatistics statistics() const noexcept;

  /// Reads the TLS files again. Connections that are made from here on show what they hold now;
  /// those there are go on as they are. Throws std::system_error when a file cannot be read, and
  /// std::runtime_error when it holds nothing that can be used, the key is encrypted or is not that
  /// of the certificate; what was in use then stays so. Nothing happens in a server without TLS.
  /// May be called from any thread.
  void reload_tls();

  /// Takes no new connection, closes idle ones, answers what is in flight with `Connection: close`,
  /// and ends the threads, in the steps of the stop deadline. handle() is waited for all the same
  /// if it is still running, because it can't be interrupted.
  /// May be called from any thread, once or more; each call returns when the server has stopped,
  /// except from within the handler, where it returns at once.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace gatehouse::http

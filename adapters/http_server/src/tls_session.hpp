/// TLS over the socket of a connection, with non-blocking reads and writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include "io_thread.hpp"
#include "tls_context.hpp"

struct bio_st;
struct ssl_st;

namespace gatehouse::http::server {

class TlsSession {
 public:
  enum class Step : std::uint8_t {
    done,
    /// Call again when the socket has input, or room for output.
    wants_input,
    wants_output,
    /// Call again after other connections have had their turn.
    again,
    /// The client has sent close_notify.
    ended,
    failed,
  };

  /// `socket` is non-blocking and outlives the session.
  TlsSession(const TlsContext& context, Socket& socket);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;
  ~TlsSession() = default;

  [[nodiscard]] Step shake_hands() noexcept;
  /// After shake_hands() has failed: whether the client sent an HTTP request instead.
  [[nodiscard]] bool met_plain_http() const noexcept { return met_plain_http_; }

  struct Read {
    Step step;
    std::size_t count = 0;
  };
  [[nodiscard]] Read read(char* data, std::size_t size) noexcept;
  /// Whether received data is available that read() has not returned yet.
  [[nodiscard]] bool has_unread() const noexcept;

  /// Like write_some() of a socket: `error` is would_block if there is no room for output. The next
  /// call must start with the octets that were not written.
  std::size_t write_some(const boost::asio::const_buffer& data,
                         boost::system::error_code& error) noexcept;

  /// Sends close_notify. Also fails if it cannot be sent.
  [[nodiscard]] Step close_notify() noexcept;

 private:
  struct Release {
    void operator()(ssl_st* session) const noexcept;
  };
  struct Transport;

  [[nodiscard]] Step step_of(int result) noexcept;

  Socket& socket_;
  std::unique_ptr<ssl_st, Release> session_;
  /// Whether the last read found the socket empty.
  bool drained_ = false;
  bool failed_ = false;
  bool met_plain_http_ = false;
  bool close_notify_sent_ = false;
};

}  // namespace gatehouse::http::server

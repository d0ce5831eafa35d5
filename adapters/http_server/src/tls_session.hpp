/// TLS over the socket of a connection, which it reads and writes at once, without waiting.
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
    /// To be called again when the socket has input, or room for output.
    wants_input,
    wants_output,
    /// To be called again when others have had their turn.
    again,
    /// The client said that it will send no more.
    ended,
    failed,
  };

  /// `socket` is non-blocking and outlives the session.
  TlsSession(const TlsContext& context, Socket& socket);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;
  ~TlsSession() = default;

  [[nodiscard]] Step shake_hands() noexcept;
  /// After shake_hands() has failed: whether it was because the client began an HTTP request.
  [[nodiscard]] bool met_plain_http() const noexcept { return met_plain_http_; }

  struct Read {
    Step step;
    std::size_t count = 0;
  };
  [[nodiscard]] Read read(char* data, std::size_t size) noexcept;
  /// Whether something was received that read() has not given yet.
  [[nodiscard]] bool has_unread() const noexcept;

  /// As that of a socket: `error` is would_block when there is no room for output. What was not
  /// written must then come first in the next call.
  std::size_t write_some(const boost::asio::const_buffer& data,
                         boost::system::error_code& error) noexcept;

  /// Tells the client that nothing more comes. Failed also when that can't be told.
  [[nodiscard]] Step close_notify() noexcept;

 private:
  struct Release {
    void operator()(ssl_st* session) const noexcept;
  };
  struct Transport;

  [[nodiscard]] Step step_of(int result) noexcept;

  Socket& socket_;
  std::unique_ptr<ssl_st, Release> session_;
  /// Whether the socket had nothing when it was last read.
  bool drained_ = false;
  bool failed_ = false;
  bool met_plain_http_ = false;
  bool close_notify_sent_ = false;
};

}  // namespace gatehouse::http::server

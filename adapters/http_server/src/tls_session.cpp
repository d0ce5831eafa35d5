#include "tls_session.hpp"

#include <new>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <boost/asio/error.hpp>

namespace gatehouse::http::server {

namespace asio = boost::asio;

namespace {

bool is_blocked(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

/// Gives OpenSSL access to the socket through Asio, since its own socket BIO raises SIGPIPE.
struct TlsSession::Transport {
  static TlsSession& session_of(BIO* bio) { return *static_cast<TlsSession*>(BIO_get_data(bio)); }

  static int read(BIO* bio, char* data, int size) {
    auto& session = session_of(bio);
    boost::system::error_code error;
    const auto count =
        session.socket_.read_some(asio::buffer(data, static_cast<std::size_t>(size)), error);
    BIO_clear_retry_flags(bio);
    session.drained_ = is_blocked(error);
    if (session.drained_) BIO_set_retry_read(bio);
    if (error == asio::error::eof) return 0;
    return error ? -1 : static_cast<int>(count);
  }

  static int write(BIO* bio, const char* data, int size) {
    boost::system::error_code error;
    const auto count = session_of(bio).socket_.write_some(
        asio::buffer(data, static_cast<std::size_t>(size)), error);
    BIO_clear_retry_flags(bio);
    if (is_blocked(error)) BIO_set_retry_write(bio);
    return error ? -1 : static_cast<int>(count);
  }

  static long control(BIO* /*bio*/, int what, long /*number*/, void* /*more*/) {
    return what == BIO_CTRL_FLUSH ? 1 : 0;
  }

  /// Has static storage duration, since OpenSSL does not define when to free it.
  static const BIO_METHOD* method() {
    static const BIO_METHOD* const only = [] {
      BIO_METHOD* const made =
          BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "gatehouse socket");
      if (made == nullptr || BIO_meth_set_read(made, &read) != 1 ||
          BIO_meth_set_write(made, &write) != 1 || BIO_meth_set_ctrl(made, &control) != 1) {
        throw std::bad_alloc();
      }
      return made;
    }();
    return only;
  }
};

void TlsSession::Release::operator()(ssl_st* session) const noexcept { SSL_free(session); }

TlsSession::TlsSession(const TlsContext& context, Socket& socket)
    : socket_(socket), session_(SSL_new(context.get())) {
  BIO* const bio = BIO_new(Transport::method());
  if (bio != nullptr) {
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
  }
  if (!session_ || bio == nullptr) {
    BIO_free(bio);
    throw std::bad_alloc();
  }
  SSL_set_bio(session_.get(), bio, bio);
  SSL_set_accept_state(session_.get());
}

TlsSession::Step TlsSession::step_of(int result) noexcept {
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_NONE: return Step::done;
    case SSL_ERROR_WANT_READ: return drained_ ? Step::wants_input : Step::again;
    case SSL_ERROR_WANT_WRITE: return Step::wants_output;
    case SSL_ERROR_ZERO_RETURN: return Step::ended;
    default: failed_ = true; return Step::failed;
  }
}

TlsSession::Step TlsSession::shake_hands() noexcept {
  ERR_clear_error();
  const auto step = step_of(SSL_do_handshake(session_.get()));
  met_plain_http_ = step == Step::failed && ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
  return step;
}

TlsSession::Read TlsSession::read(char* data, std::size_t size) noexcept {
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_read_ex(session_.get(), data, size, &count);
  return {step_of(result), count};
}

bool TlsSession::has_unread() const noexcept { return SSL_has_pending(session_.get()) == 1; }

std::size_t TlsSession::write_some(const asio::const_buffer& data,
                                   boost::system::error_code& error) noexcept {
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_write_ex(session_.get(), data.data(), data.size(), &count);
  const auto step = step_of(result);
  if (step == Step::wants_output) {
    error = asio::error::would_block;
  } else if (step != Step::done) {
    // Wanting input here is a failure too: the client started a second handshake without continuing
    // it.
    failed_ = true;
    error = asio::error::connection_aborted;
  }
  return count;
}

TlsSession::Step TlsSession::close_notify() noexcept {
  if (failed_ || SSL_is_init_finished(session_.get()) != 1) return Step::failed;
  // A second call would make OpenSSL wait for the client's close_notify.
  if (close_notify_sent_) return Step::done;
  ERR_clear_error();
  const int result = SSL_shutdown(session_.get());
  const auto step = result < 0 ? step_of(result) : Step::done;
  close_notify_sent_ = step == Step::done;
  return step;
}

}  // namespace gatehouse::http::server

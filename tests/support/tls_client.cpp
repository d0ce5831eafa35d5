#include "support/tls_client.hpp"

#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <csignal>
#include <ctime>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace gatehouse::testing {
namespace {

[[noreturn]] void fail_tls(const std::string& what) {
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  throw HttpClientError(what + ": " + (reason == nullptr ? "cut off" : reason));
}

/// Blocks SIGPIPE in this thread during its lifetime, because OpenSSL raises it when writing. Other
/// threads are unaffected: a server in this process must not rely on it.
class NoSigpipe {
 public:
  NoSigpipe() {
    sigemptyset(&sigpipe_);
    sigaddset(&sigpipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;
  ~NoSigpipe() {
    const timespec at_once{};
    while (sigtimedwait(&sigpipe_, nullptr, &at_once) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t sigpipe_{};
  sigset_t before_{};
};

void set_deadline(int socket, std::chrono::milliseconds deadline) {
  const auto count = deadline.count();
  const timeval time{count / 1000, count % 1000 * 1000};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

void trust(SSL_CTX* context, const std::string& pem) {
  const std::unique_ptr<BIO, int (*)(BIO*)> text(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(
      PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
  if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) != 1)
    fail_tls("trust");
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
}

}  // namespace

void TlsClient::Release::operator()(ssl_ctx_st* context) const noexcept { SSL_CTX_free(context); }
void TlsClient::Release::operator()(ssl_st* session) const noexcept { SSL_free(session); }

TlsClient::TlsClient(std::uint16_t port, const TlsChoices& choices,
                     std::chrono::milliseconds deadline)
    : HttpClient(port, deadline), context_(SSL_CTX_new(TLS_client_method())) {
  set_deadline(socket(), deadline);
  // Unsupported versions must be refused by the server, not by the client.
  SSL_CTX_set_security_level(context_.get(), 0);
  SSL_CTX_set_min_proto_version(context_.get(), choices.version);
  SSL_CTX_set_max_proto_version(context_.get(), choices.version);
  if (!choices.trusted.empty()) trust(context_.get(), choices.trusted);
  session_.reset(SSL_new(context_.get()));
  if (!choices.protocol.empty()) {
    const std::string offer = static_cast<char>(choices.protocol.size()) + choices.protocol;
    SSL_set_alpn_protos(session_.get(), reinterpret_cast<const unsigned char*>(offer.data()),
                        static_cast<unsigned>(offer.size()));
  }
  SSL_set_fd(session_.get(), socket());
  const NoSigpipe quiet;
  ERR_clear_error();
  if (SSL_connect(session_.get()) != 1) fail_tls("handshake");
}

std::string TlsClient::version() const { return SSL_get_version(session_.get()); }

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(session_.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

std::vector<std::string> TlsClient::server_names() const {
  std::vector<std::string> names;
  const auto* const chain = SSL_get_peer_cert_chain(session_.get());
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    std::array<char, 256> name{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(sk_X509_value(chain, i)), NID_commonName,
                              name.data(), static_cast<int>(name.size()));
    names.emplace_back(name.data());
  }
  return names;
}

void TlsClient::close_notify() {
  const NoSigpipe quiet;
  SSL_shutdown(session_.get());
}

void TlsClient::renew_keys() {
  const NoSigpipe quiet;
  ERR_clear_error();
  if (SSL_key_update(session_.get(), SSL_KEY_UPDATE_REQUESTED) != 1) fail_tls("key update");
}

bool TlsClient::renegotiation_is_refused() {
  const NoSigpipe quiet;
  ERR_clear_error();
  if (SSL_renegotiate(session_.get()) != 1) return true;
  return SSL_do_handshake(session_.get()) != 1;
}

void TlsClient::send_raw(std::string_view octets) { (void)HttpClient::write_some(octets); }

bool TlsClient::is_closed_by_server() {
  char octet = 0;
  const NoSigpipe quiet;
  ERR_clear_error();
  const int result = SSL_peek(session_.get(), &octet, 1);
  return received().empty() && SSL_get_error(session_.get(), result) == SSL_ERROR_ZERO_RETURN;
}

bool TlsClient::is_cut_off() {
  char octet = 0;
  const NoSigpipe quiet;
  ERR_clear_error();
  const int result = SSL_peek(session_.get(), &octet, 1);
  const int error = SSL_get_error(session_.get(), result);
  return error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL;
}

bool TlsClient::has_input(std::chrono::milliseconds patience) {
  // Session tickets are not application data, so only available data is read.
  char octet = 0;
  set_deadline(socket(), patience);
  const NoSigpipe quiet;
  ERR_clear_error();
  const int result = SSL_peek(session_.get(), &octet, 1);
  set_deadline(socket(), deadline());
  const int error = SSL_get_error(session_.get(), result);
  return !received().empty() || (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE);
}

std::size_t TlsClient::write_some(std::string_view octets) {
  const NoSigpipe quiet;
  ERR_clear_error();
  std::size_t count = 0;
  if (SSL_write_ex(session_.get(), octets.data(), octets.size(), &count) != 1) fail_tls("send");
  return count;
}

std::size_t TlsClient::read_some(char* octets, std::size_t size) {
  const NoSigpipe quiet;
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_read_ex(session_.get(), octets, size, &count);
  const int error = SSL_get_error(session_.get(), result);
  if (error != SSL_ERROR_NONE && error != SSL_ERROR_ZERO_RETURN) fail_tls("receive");
  return count;
}

}  // namespace gatehouse::testing

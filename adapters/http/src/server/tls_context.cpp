#include "server/tls_context.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509err.h>

namespace gatehouse::http::server {
namespace {

/// Of TLS 1.2; those of 1.3 are all good.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL";

/// Tells a file that cannot be read by its errno, which OpenSSL does not.
void require_readable(const std::string& path, const std::string& what) {
  const auto fail = [&] {
    throw std::system_error(errno, std::generic_category(),
                            "cannot read the " + what + " \"" + path + "\"");
  };
  std::FILE* const opened = std::fopen(path.c_str(), "rbe");
  if (opened == nullptr) fail();
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(opened, &std::fclose);
  // Opening a folder succeeds, reading it does not.
  if (std::fgetc(file.get()) == EOF && std::ferror(file.get()) != 0) fail();
}

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  throw std::runtime_error("cannot use the " + what + " \"" + path +
                           "\": " + (reason == nullptr ? "it is not in PEM form" : reason));
}

void use_certificate(SSL_CTX* context, const std::string& path) {
  const std::string what = "TLS certificate";
  require_readable(path, what);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, path.c_str()) != 1) refuse(path, what);
}

/// Notes that a passphrase was asked for, and has none.
int refuse_passphrase(char* /*passphrase*/, int /*size*/, int /*encrypting*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

void use_key(SSL_CTX* context, const TlsFiles& files) {
  const std::string what = "TLS key";
  require_readable(files.key, what);
  bool asked = false;
  SSL_CTX_set_default_passwd_cb(context, &refuse_passphrase);
  SSL_CTX_set_default_passwd_cb_userdata(context, &asked);
  ERR_clear_error();
  const bool used = SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1;
  SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
  if (asked) {
    throw std::runtime_error("the " + what + " \"" + files.key +
                             "\" is encrypted; it must be without a passphrase");
  }
  const bool is_another = !used && ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_X509;
  if (is_another || (used && SSL_CTX_check_private_key(context) != 1)) {
    throw std::runtime_error("the " + what + " \"" + files.key +
                             "\" is not that of the certificate \"" + files.certificate + "\"");
  }
  if (!used) refuse(files.key, what);
}

int choose_protocol(SSL* /*session*/, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned offered_size, void* /*unused*/) {
  std::string_view left(reinterpret_cast<const char*>(offered), offered_size);
  while (!left.empty()) {
    const auto name = left.substr(1, static_cast<unsigned char>(left.front()));
    if (name == "http/1.1") {
      *chosen = reinterpret_cast<const unsigned char*>(name.data());
      *size = static_cast<unsigned char>(name.size());
      return SSL_TLSEXT_ERR_OK;
    }
    left.remove_prefix(std::min(left.size(), name.size() + 1));
  }
  // A client that speaks something else is not to be understood by accident (RFC 7301 section 3.2).
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

void TlsContext::Release::operator()(ssl_ctx_st* context) const noexcept { SSL_CTX_free(context); }

TlsContext::TlsContext(const TlsFiles& files) : context_(SSL_CTX_new(TLS_server_method())) {
  SSL_CTX* const context = context_.get();
  if (context == nullptr) throw std::bad_alloc();
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_max_proto_version(context, 0) != 1 ||
      SSL_CTX_set_cipher_list(context, ciphers) != 1) {
    throw std::runtime_error("OpenSSL offers no TLS 1.2 with forward secrecy");
  }
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // The output may move while some of it waits. A session gives back control after each record, so
  // that nobody keeps a thread busy with records that hold nothing.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_read_ahead(context, 1);
  // Clients keep their sessions, in tickets.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, &choose_protocol, nullptr);
  use_certificate(context, files.certificate);
  use_key(context, files);
  ERR_clear_error();
}

}  // namespace gatehouse::http::server

namespace gatehouse::http {

std::chrono::system_clock::time_point certificate_end(const TlsFiles& files) {
  const server::TlsContext context(files);
  std::tm end{};
  const X509* const certificate = SSL_CTX_get0_certificate(context.get());
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) {
    throw std::runtime_error("the end of the certificate \"" + files.certificate +
                             "\" cannot be read");
  }
  return std::chrono::system_clock::from_time_t(::timegm(&end));
}

}  // namespace gatehouse::http

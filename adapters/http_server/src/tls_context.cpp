#include "tls_context.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509err.h>

#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse::http::server {
namespace {

/// For TLS 1.2. All cipher suites of TLS 1.3 are acceptable.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL";

/// Checks that a file is readable, since OpenSSL does not report errno.
void require_readable(const std::string& path, const std::string& what) {
  const auto fail = [&] {
    throw std::system_error(errno, std::generic_category(),
                            "cannot read the " + what + " \"" + path + "\"");
  };
  std::error_code failure;
  if (std::filesystem::is_fifo(path, failure)) {
    throw std::runtime_error("cannot use the " + what + " \"" + path +
                             "\": it is a pipe, and is read more than once; name a file");
  }
  std::FILE* const opened = std::fopen(path.c_str(), "rbe");
  if (opened == nullptr) fail();
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(opened, &std::fclose);
  // Opening a directory succeeds, but reading it does not.
  if (std::fgetc(file.get()) == EOF && std::ferror(file.get()) != 0) fail();
}

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  throw std::runtime_error("cannot use the " + what + " \"" + path +
                           "\": " + (reason == nullptr ? "it is not in PEM form" : reason));
}

/// The content of a PEM file, for reading once. Skips a byte order mark, which would hide the first
/// line from OpenSSL.
class Pem {
 public:
  explicit Pem(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    text_.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    std::string_view rest = text_;
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
    bio_.reset(BIO_new_mem_buf(rest.data(), static_cast<int>(rest.size())));
    if (!bio_) throw std::bad_alloc();
  }

  [[nodiscard]] BIO* get() const noexcept { return bio_.get(); }

 private:
  WipedText text_;
  std::unique_ptr<BIO, decltype(&BIO_free)> bio_{nullptr, &BIO_free};
};

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

/// Reads the server's certificate, followed by its intermediate certificates.
bool read_certificates(SSL_CTX* context, const Pem& pem) {
  const Certificate own(PEM_read_bio_X509_AUX(pem.get(), nullptr, nullptr, nullptr), &X509_free);
  if (!own || SSL_CTX_use_certificate(context, own.get()) != 1) return false;
  for (;;) {
    Certificate next(PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr), &X509_free);
    if (!next) break;
    if (SSL_CTX_add0_chain_cert(context, next.get()) != 1) return false;
    (void)next.release();
  }
  return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
}

void use_certificate(SSL_CTX* context, const std::string& path) {
  const std::string what = "TLS certificate";
  require_readable(path, what);
  ERR_clear_error();
  if (!read_certificates(context, Pem(path))) refuse(path, what);
  ERR_clear_error();
}

/// Records that a passphrase was requested, and provides none.
int refuse_passphrase(char* /*passphrase*/, int /*size*/, int /*encrypting*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

void use_key(SSL_CTX* context, const TlsFiles& files) {
  const std::string what = "TLS key";
  require_readable(files.key, what);
  bool asked = false;
  ERR_clear_error();
  const Pem pem(files.key);
  const PrivateKey key(PEM_read_bio_PrivateKey(pem.get(), nullptr, &refuse_passphrase, &asked),
                       &EVP_PKEY_free);
  const bool used = key && SSL_CTX_use_PrivateKey(context, key.get()) == 1;
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
  // A client that requests another protocol must not be misunderstood (RFC 7301 section 3.2).
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
  // The output buffer may move between writes. A session returns after each record, so that empty
  // records cannot keep a thread busy.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_read_ahead(context, 1);
  // Sessions are stored by the clients, in tickets.
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

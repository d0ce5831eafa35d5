#include "support/tls_certificate.hpp"

#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace gatehouse::testing {
namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not make a certificate");
}

template <class Write>
std::string pem(Write write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), &BIO_free);
  require(out && write(out.get()) == 1);
  std::string text(BIO_ctrl_pending(out.get()), '\0');
  require(BIO_read(out.get(), text.data(), static_cast<int>(text.size())) > 0);
  return text;
}

void add_extension(X509* certificate, int what, const char* value) {
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, what, value),
                                        &X509_EXTENSION_free);
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void replace(const std::filesystem::path& path, const std::string& text) {
  const auto fresh = path.string() + ".new";
  std::ofstream(fresh, std::ios::binary) << text;
  std::filesystem::permissions(
      fresh, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::rename(fresh, path);
}

}  // namespace

TlsCertificate::TlsCertificate(const std::string& name) {
  const Owned<EVP_PKEY> pair(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free);
  const Owned<X509> made(X509_new(), &X509_free);
  require(pair && made);
  X509* const x509 = made.get();
  constexpr long day = 24L * 60 * 60;
  require(X509_set_version(x509, X509_VERSION_3) == 1 &&
          ASN1_INTEGER_set(X509_get_serialNumber(x509), 1) == 1 &&
          X509_gmtime_adj(X509_getm_notBefore(x509), -day) != nullptr &&
          X509_gmtime_adj(X509_getm_notAfter(x509), day) != nullptr &&
          X509_set_pubkey(x509, pair.get()) == 1);
  std::string octets = name;
  X509_NAME* const subject = X509_get_subject_name(x509);
  require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                     reinterpret_cast<unsigned char*>(octets.data()),
                                     static_cast<int>(octets.size()), -1, 0) == 1 &&
          X509_set_issuer_name(x509, subject) == 1);
  add_extension(x509, NID_subject_alt_name, "IP:127.0.0.1");
  add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
  require(X509_sign(x509, pair.get(), EVP_sha256()) > 0);

  certificate = pem([&](BIO* out) { return PEM_write_bio_X509(out, x509); });
  key = pem([&](BIO* out) {
    return PEM_write_bio_PrivateKey(out, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  encrypted_key = pem([&](BIO* out) {
    std::array<unsigned char, 4> passphrase{'s', 'e', 's', 'a'};
    return PEM_write_bio_PrivateKey(out, pair.get(), EVP_aes_256_cbc(), passphrase.data(),
                                    static_cast<int>(passphrase.size()), nullptr, nullptr);
  });
}

void TlsCertificate::write(const std::filesystem::path& certificate_file,
                           const std::filesystem::path& key_file) const {
  replace(certificate_file, certificate);
  replace(key_file, key);
}

}  // namespace gatehouse::testing

#include <gatehouse/crypto_openssl/openssl_digest.hpp>

#include <openssl/evp.h>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

/// Null when there is no memory for it.
EVP_MD_CTX* context_of_this_thread() {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

void OpensslDigest::Release::operator()(evp_md_st* algorithm) const noexcept {
  EVP_MD_free(algorithm);
}

OpensslDigest::OpensslDigest() : sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)) {
  if (!sha256_) throw PortError("OpenSSL offers no SHA-256");
}

TokenDigest OpensslDigest::sha256(std::string_view text) const {
  TokenDigest digest;
  EVP_MD_CTX* const context = context_of_this_thread();
  if (context == nullptr || EVP_DigestInit_ex2(context, sha256_.get(), nullptr) != 1 ||
      EVP_DigestUpdate(context, text.data(), text.size()) != 1 ||
      EVP_DigestFinal_ex(context, digest.bytes.data(), nullptr) != 1) {
    throw PortError("OpenSSL could not make a digest");
  }
  return digest;
}

}  // namespace gatehouse

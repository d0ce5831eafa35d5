#include <gatehouse/crypto_openssl/openssl_digest.hpp>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <string>

#include <gatehouse/ports/port_error.hpp>

#include "octets.hpp"

namespace gatehouse {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
  void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
};

/// Returns a context with its digest, which is looked up by name; null without memory.
EVP_MAC_CTX* new_hmac_context(EVP_MAC* hmac) {
  std::string algorithm = "SHA256";
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, algorithm.data(), 0),
      OSSL_PARAM_construct_end()};
  std::unique_ptr<EVP_MAC_CTX, FreeContext> context(EVP_MAC_CTX_new(hmac));
  if (context && EVP_MAC_CTX_set_params(context.get(), parameters.data()) != 1) context.reset();
  return context.release();
}

EVP_MAC_CTX* hmac_context_of_this_thread(EVP_MAC* hmac) {
  thread_local std::unique_ptr<EVP_MAC_CTX, FreeContext> context;
  if (!context) context.reset(new_hmac_context(hmac));
  return context.get();
}

/// Returns null without memory.
EVP_MD_CTX* context_of_this_thread() {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

void OpensslDigest::Release::operator()(evp_md_st* algorithm) const noexcept {
  EVP_MD_free(algorithm);
}

void OpensslDigest::Release::operator()(evp_mac_st* algorithm) const noexcept {
  EVP_MAC_free(algorithm);
}

OpensslDigest::OpensslDigest()
    : sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
      hmac_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)) {
  if (!sha256_ || !hmac_) throw PortError("OpenSSL offers no SHA-256 or no HMAC");
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

KeyedDigest OpensslDigest::hmac_sha256(const Secret& key, std::string_view text) const {
  EVP_MAC_CTX* const context = hmac_context_of_this_thread(hmac_.get());
  const std::string_view secret = key.reveal();
  KeyedDigest digest{};
  std::size_t size = 0;
  if (context == nullptr || EVP_MAC_init(context, octets(secret), secret.size(), nullptr) != 1 ||
      EVP_MAC_update(context, octets(text), text.size()) != 1 ||
      EVP_MAC_final(context, digest.data(), &size, digest.size()) != 1) {
    throw PortError("OpenSSL could not make a keyed digest");
  }
  return digest;
}

}  // namespace gatehouse

#include "checksum.hpp"

#include <openssl/evp.h>

#include <gatehouse/model/token.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::transfer {
namespace {

void must(bool done) {
  if (!done) throw PortError("OpenSSL could not make a digest");
}

}  // namespace

void Checksum::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Checksum::Checksum() : context_(EVP_MD_CTX_new()) {
  must(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Checksum::add(std::string_view text) {
  must(EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1);
}

std::string Checksum::finish() {
  TokenDigest digest;
  must(EVP_DigestFinal_ex(context_.get(), digest.bytes.data(), nullptr) == 1);
  return digest.to_string();
}

}  // namespace gatehouse::transfer

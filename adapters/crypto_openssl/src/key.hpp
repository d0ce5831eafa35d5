/// An OpenSSL key, which is made once and used by any number of threads.
#pragma once

#include <openssl/evp.h>

#include <memory>

namespace gatehouse {

struct FreeKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const noexcept { EVP_PKEY_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeKey>;

}  // namespace gatehouse

/// Digests by OpenSSL 3.
#pragma once

#include <memory>

#include <gatehouse/ports/digest.hpp>

/// OpenSSL's EVP_MD.
struct evp_md_st;

namespace gatehouse {

/// SHA-256 of OpenSSL's default provider, looked up once when the object is made: the look-up costs
/// more than the digest of a token. Digests have a context per thread that is used again.
class OpensslDigest final : public Digest {
 public:
  /// Throws PortError when OpenSSL offers no SHA-256 (broken installation or configuration).
  OpensslDigest();

  /// Throws PortError when OpenSSL fails, which takes a lack of memory.
  [[nodiscard]] TokenDigest sha256(std::string_view text) const override;

 private:
  struct Release {
    void operator()(evp_md_st* algorithm) const noexcept;
  };

  std::unique_ptr<evp_md_st, Release> sha256_;
};

}  // namespace gatehouse

/// Digests by OpenSSL 3.
#pragma once

#include <memory>

#include <gatehouse/ports/digest.hpp>

/// OpenSSL's EVP_MD and EVP_MAC.
struct evp_md_st;
struct evp_mac_st;

namespace gatehouse {

/// SHA-256 of OpenSSL's default provider, looked up once when the object is made: the look-up costs
/// more than the digest of a token. Digests have a context per thread that is used again.
class OpensslDigest final : public Digest {
 public:
  /// Throws PortError when OpenSSL offers no SHA-256 or HMAC (broken installation or
  /// configuration).
  OpensslDigest();

  /// Throws PortError when OpenSSL fails, which takes a lack of memory.
  [[nodiscard]] TokenDigest sha256(std::string_view text) const override;
  /// Likewise.
  [[nodiscard]] KeyedDigest hmac_sha256(const Secret& key, std::string_view text) const override;

 private:
  struct Release {
    void operator()(evp_md_st* algorithm) const noexcept;
    void operator()(evp_mac_st* algorithm) const noexcept;
  };

  std::unique_ptr<evp_md_st, Release> sha256_;
  std::unique_ptr<evp_mac_st, Release> hmac_;
};

}  // namespace gatehouse

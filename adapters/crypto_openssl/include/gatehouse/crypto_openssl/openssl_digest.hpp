/// Digests with OpenSSL 3.
#pragma once

#include <memory>

#include <gatehouse/ports/digest.hpp>

/// OpenSSL's EVP_MD and EVP_MAC.
struct evp_md_st;
struct evp_mac_st;

namespace gatehouse {

/// SHA-256 of OpenSSL's default provider. The constructor looks it up once, since the look-up costs
/// more than the digest of a token. Each thread reuses one digest context.
class OpensslDigest final : public Digest {
 public:
  /// Throws PortError when OpenSSL does not provide SHA-256 or HMAC (broken installation or
  /// configuration).
  OpensslDigest();

  /// Throws PortError when OpenSSL fails, which happens only for lack of memory.
  [[nodiscard]] TokenDigest sha256(std::string_view text) const override;
  /// Throws as sha256().
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

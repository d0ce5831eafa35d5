/// SHA-256 (FIPS 180-4) of what comes piece by piece.
#pragma once

#include <memory>
#include <string>
#include <string_view>

using EVP_MD_CTX = struct evp_md_ctx_st;

namespace gatehouse::transfer {

class Checksum {
 public:
  Checksum();

  void add(std::string_view text);
  /// 64 lower-case hex digits. Nothing can be added afterwards.
  [[nodiscard]] std::string finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const noexcept;
  };

  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace gatehouse::transfer

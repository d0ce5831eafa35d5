/// Incremental SHA-256 (FIPS 180-4).
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace gatehouse::transfer {

class Checksum {
 public:
  Checksum();

  void add(std::string_view text);
  /// Returns 64 lower-case hex digits. Nothing can be added afterwards.
  [[nodiscard]] std::string finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };

  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace gatehouse::transfer

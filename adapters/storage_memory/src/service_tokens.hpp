#pragma once

#include <gatehouse/ports/storage/service_token_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto service_token_place(const ServiceToken& token) noexcept {
  return std::tie(token.account, token.project);
}
inline auto service_token_digest(const ServiceToken& token) noexcept {
  return std::tie(token.digest);
}

class ServiceTokens final : public ServiceTokenRecords {
 public:
  explicit ServiceTokens(UndoLog& log) noexcept : tokens_(log) {}

  void set(const ServiceToken& token) override;
  std::optional<ServiceToken> find(const TokenDigest& digest) const override;
  std::size_t erase_all(AccountId account) override;

  std::vector<ServiceToken> page(const Page<ServiceToken>& page) const {
    return tokens_.page(page);
  }

 private:
  using ByPlace = Index<ServiceToken, service_token_place>;
  using ByDigest = Index<ServiceToken, service_token_digest>;

  Table<ServiceToken, service_token_place, ByPlace, ByDigest> tokens_;
};

}  // namespace gatehouse::memory

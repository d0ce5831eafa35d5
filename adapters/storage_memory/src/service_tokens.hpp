#pragma once

#include <gatehouse/ports/storage/service_token_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto service_token_id(const ServiceToken& token) noexcept { return std::tie(token.id); }
inline auto service_token_digest(const ServiceToken& token) noexcept {
  return std::tie(token.digest);
}
inline auto service_token_place(const ServiceToken& token) noexcept {
  return std::tie(token.account, token.project, token.id);
}
/// The flag sorts tokens without an end apart, so that the erasure of expired ones does not reach
/// them.
inline auto service_token_end(const ServiceToken& token) noexcept {
  return std::tuple<bool, const std::optional<Timestamp>&, const ServiceTokenId&>(
      !token.ends_at.has_value(), token.ends_at, token.id);
}

class ServiceTokens final : public ServiceTokenRecords {
 public:
  ServiceTokens(UndoLog& log, const Erasures& erasures) noexcept
      : erasures_(erasures), tokens_(log) {}

  void insert(const ServiceToken& token) override;
  std::optional<ServiceToken> find(const TokenDigest& digest) const override;
  std::vector<ServiceToken> list(AccountId account, ProjectId project) const override;
  bool update(const ServiceToken& token) override;
  bool erase(AccountId account, const TokenDigest& digest) override;
  std::size_t erase_of_project(AccountId account, ProjectId project) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  const ServiceToken* newest() const noexcept { return tokens_.last(); }
  std::vector<ServiceToken> page(const Page<ServiceToken>& page) const {
    return tokens_.page(page);
  }

 private:
  using ByDigest = Index<ServiceToken, service_token_digest>;
  using ByPlace = Index<ServiceToken, service_token_place>;
  using ByEnd = Index<ServiceToken, service_token_end>;

  const ServiceToken* owned(AccountId account, const TokenDigest& digest) const;

  const Erasures& erasures_;
  Table<ServiceToken, service_token_id, ByDigest, ByPlace, ByEnd> tokens_;
};

}  // namespace gatehouse::memory

#pragma once

#include <gatehouse/ports/storage/token_family_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto family_id(const TokenFamily& family) noexcept { return std::tie(family.id); }
inline auto family_origin(const TokenFamily& family) noexcept { return std::tie(family.origin); }
inline auto family_service(const TokenFamily& family) noexcept {
  return std::tie(family.account, family.project, family.service, family.id);
}
inline auto family_consumer(const TokenFamily& family) noexcept {
  return std::tie(family.account, family.project, family.consumer, family.id);
}
inline auto family_expiry(const TokenFamily& family) noexcept {
  return std::tie(family.expires_at, family.id);
}

class TokenFamilies final : public TokenFamilyRecords {
 public:
  TokenFamilies(UndoLog& log, const Erasures& erasures) noexcept
      : erasures_(erasures), families_(log) {}

  void insert(const TokenFamily& family) override;
  std::optional<TokenFamily> find(TokenFamilyId id) const override;
  std::optional<TokenFamily> find_by_origin(const TokenDigest& origin) const override;
  bool update(const TokenFamily& family) override;
  bool erase(AccountId account, TokenFamilyId id) override;
  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) override;
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  const TokenFamily* newest() const noexcept { return families_.last(); }
  std::vector<TokenFamily> page(const Page<TokenFamily>& page) const {
    return families_.page(page);
  }

 private:
  using ByOrigin = Index<TokenFamily, family_origin>;
  using ByService = Index<TokenFamily, family_service>;
  using ByConsumer = Index<TokenFamily, family_consumer>;
  using ByExpiry = Index<TokenFamily, family_expiry>;

  const TokenFamily* owned(AccountId account, TokenFamilyId id) const;

  const Erasures& erasures_;
  Table<TokenFamily, family_id, ByOrigin, ByService, ByConsumer, ByExpiry> families_;
};

}  // namespace gatehouse::memory

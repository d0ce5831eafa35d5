#pragma once

#include <gatehouse/ports/storage/consumer_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto token_digest(const ConsumerToken& token) noexcept { return std::tie(token.digest); }
inline auto token_service(const ConsumerToken& token) noexcept {
  return std::tie(token.account, token.project, token.service, token.digest);
}
inline auto token_consumer(const ConsumerToken& token) noexcept {
  return std::tie(token.account, token.project, token.consumer, token.digest);
}
inline auto token_expiry(const ConsumerToken& token) noexcept {
  return std::tie(token.expires_at, token.digest);
}

class ConsumerTokens final : public ConsumerTokenRecords {
 public:
  ConsumerTokens(UndoLog& log, const Erasures& erasures) noexcept
      : erasures_(erasures), tokens_(log) {}

  void insert(const ConsumerToken& token) override;
  std::optional<ConsumerToken> find(const TokenDigest& digest) const override;
  bool erase(AccountId account, ProjectId project, const ServiceCode& service,
             const TokenDigest& digest) override;
  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) override;
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<ConsumerToken> page(const Page<ConsumerToken>& page) const {
    return tokens_.view<ByExpiry>().page(page);
  }

 private:
  using ByService = Index<ConsumerToken, token_service>;
  using ByConsumer = Index<ConsumerToken, token_consumer>;
  using ByExpiry = Index<ConsumerToken, token_expiry>;

  const Erasures& erasures_;
  Table<ConsumerToken, token_digest, ByService, ByConsumer, ByExpiry> tokens_;
};

}  // namespace gatehouse::memory

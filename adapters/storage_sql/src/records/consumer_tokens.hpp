#pragma once

#include <gatehouse/ports/storage/consumer_token_records.hpp>
#include <gatehouse/records/consumer_tokens.hpp>

#include "../living.hpp"
#include "../of_attached.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<ConsumerToken, TokenDigest> table<ConsumerToken>{
    "consumer_tokens", "token_key", &ConsumerToken::digest};

class ConsumerTokens final : public OfProjects<ConsumerTokenRecords, ConsumerToken> {
 public:
  ConsumerTokens(Connection& connection, const Erasures& erasures);

  void insert(const ConsumerToken& token) override;
  std::optional<ConsumerToken> find(const TokenDigest& digest) const override;
  bool erase(AccountId account, ProjectId project, const ServiceCode& service,
             const TokenDigest& digest) override;
  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) override;
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  Insert<ConsumerToken> insert_;
  SelectLivingFields<ConsumerToken, FieldsBut<&ConsumerToken::digest>, RowKey, TokenDigest> find_;
  ChangeRows<RowKey, TokenDigest, AccountId, ProjectId, ServiceCode> erase_;
  OfAttached<ConsumerToken> attached_;
  EraseExpired<ConsumerToken> erase_expired_;
};

}  // namespace gatehouse::sql

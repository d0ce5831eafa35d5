#pragma once

#include <gatehouse/ports/storage/service_token_records.hpp>
#include <gatehouse/records/service_tokens.hpp>

#include "../living.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<ServiceToken, TokenDigest> table<ServiceToken>{
    "service_tokens", "token_key", &ServiceToken::digest};

class ServiceTokens final : public OfAccounts<ServiceTokenRecords, ServiceToken> {
 public:
  ServiceTokens(Connection& connection, const Erasures& erasures);

  void insert(const ServiceToken& token) override;
  std::optional<ServiceToken> find(const TokenDigest& digest) const override;
  std::vector<ServiceToken> list(AccountId account, ProjectId project) const override;
  bool update(const ServiceToken& token) override;
  bool erase(AccountId account, const TokenDigest& digest) override;
  std::size_t erase_of_project(AccountId account, ProjectId project) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  Insert<ServiceToken> insert_;
  SelectLiving<ServiceToken, RowKey, TokenDigest> find_;
  Select<ServiceToken, AccountId, ProjectId> list_;
  UpdateRecord<ServiceToken, RowKey, TokenDigest, AccountId> update_;
  ChangeRows<RowKey, TokenDigest, AccountId> erase_;
  ChangeRows<AccountId, ProjectId> erase_of_project_;
  EraseExpired<ServiceToken> erase_expired_;
};

}  // namespace gatehouse::sql

#pragma once

#include <gatehouse/ports/storage/service_account_records.hpp>
#include <gatehouse/records/service_accounts.hpp>

#include "../living.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<ServiceAccount>{"service_accounts"};

template <>
inline constexpr KeyedTable<ServiceAccountToken, TokenDigest> table<ServiceAccountToken>{
    "service_account_tokens", "token_key", &ServiceAccountToken::digest};

class ServiceAccounts final : public OfAccounts<ServiceAccountRecords, ServiceAccount> {
 public:
  ServiceAccounts(Connection& connection, const Erasures& erasures);

  bool insert(const ServiceAccount& service_account) override;
  std::optional<ServiceAccount> find(ServiceAccountId id) const override;
  std::optional<ServiceAccount> find(AccountId account, ServiceAccountId id) const override;
  Update update(const ServiceAccount& service_account) override;
  std::vector<ServiceAccount> list(AccountId account,
                                   const Page<ServiceAccountId>& page) const override;
  bool erase(AccountId account, ServiceAccountId id) override;

 private:
  InsertNew<ServiceAccount> insert_;
  SelectLiving<ServiceAccount, ServiceAccountId> find_;
  Select<ServiceAccount, ServiceAccountId, AccountId> find_in_account_;
  UpdateRecord<ServiceAccount, ServiceAccountId, AccountId> update_;
  Select<ServiceAccount, AccountId, std::optional<ServiceAccountId>, std::size_t> list_;
  ChangeRows<ServiceAccountId, AccountId> erase_;
};

class ServiceAccountTokens final
    : public OfAccounts<ServiceAccountTokenRecords, ServiceAccountToken> {
 public:
  ServiceAccountTokens(Connection& connection, const Erasures& erasures);

  void insert(const ServiceAccountToken& token) override;
  std::optional<ServiceAccountToken> find(const TokenDigest& digest) const override;
  bool erase(const TokenDigest& digest) override;
  std::size_t erase_of_service_account(AccountId account, ServiceAccountId id,
                                       const std::optional<TokenDigest>& keep,
                                       std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  Insert<ServiceAccountToken> insert_;
  SelectLiving<ServiceAccountToken, RowKey, TokenDigest> find_;
  ChangeRows<RowKey, TokenDigest> erase_;
  EraseSome<ServiceAccountToken, AccountId, ServiceAccountId, std::optional<TokenDigest>>
      erase_of_service_account_;
  EraseExpired<ServiceAccountToken> erase_expired_;
};

}  // namespace gatehouse::sql

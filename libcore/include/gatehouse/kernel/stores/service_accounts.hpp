/// Service accounts and their tokens on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/service_account_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<ServiceAccount> {
  using Id = DescribedIndex<ServiceAccount>;
  using Name = Index<&ServiceAccount::account, &ServiceAccount::name>;
  using Place = Index<&ServiceAccount::account, &ServiceAccount::id>;
  using All = IndexList<Id, Name, Place>;
};

template <>
struct Indexes<ServiceAccountToken> {
  using Digest = Index<&ServiceAccountToken::digest>;
  using Holder = Index<&ServiceAccountToken::account, &ServiceAccountToken::service_account,
                       &ServiceAccountToken::digest>;
  using Expiry = DescribedIndex<ServiceAccountToken>;
  using All = IndexList<Digest, Holder, Expiry>;
};

template <class Engine>
class ServiceAccounts : public Store<ServiceAccountRecords> {
  using By = Indexes<ServiceAccount>;

 public:
  explicit ServiceAccounts(Tables<Engine>& tables)
      : tables_(tables), accounts_(tables.template of<ServiceAccount>()) {}

  bool insert(const ServiceAccount& service_account) override {
    return accounts_.insert(service_account);
  }
  std::optional<ServiceAccount> find(ServiceAccountId id) const override {
    return tables_.living(accounts_.find(By::Id{}, id));
  }
  std::optional<ServiceAccount> find(AccountId account, ServiceAccountId id) const override {
    return copied(accounts_.find(By::Place{}, account, id));
  }
  Update update(const ServiceAccount& service_account) override {
    return accounts_.update(
        accounts_.find(By::Place{}, service_account.account, service_account.id), service_account);
  }
  std::vector<ServiceAccount> list(AccountId account,
                                   const Page<ServiceAccountId>& page) const override {
    return accounts_.page(By::Place{}, page, account);
  }
  bool erase(AccountId account, ServiceAccountId id) override {
    return accounts_.erase_found(accounts_.find(By::Place{}, account, id));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return accounts_.erase(By::Place{}, within(account), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, ServiceAccount>& accounts_;
};

template <class Engine>
class ServiceAccountTokens : public Store<ServiceAccountTokenRecords> {
  using By = Indexes<ServiceAccountToken>;

 public:
  explicit ServiceAccountTokens(Tables<Engine>& tables)
      : tables_(tables), tokens_(tables.template of<ServiceAccountToken>()) {}

  void insert(const ServiceAccountToken& token) override {
    tokens_.insert_new(token, "a token of a service account with that digest exists already");
  }
  std::optional<ServiceAccountToken> find(const TokenDigest& digest) const override {
    return tables_.living(tokens_.find(By::Digest{}, digest));
  }
  bool erase(const TokenDigest& digest) override {
    return tokens_.erase_found(tokens_.find(By::Digest{}, digest));
  }
  std::size_t erase_of_service_account(AccountId account, ServiceAccountId id,
                                       const std::optional<TokenDigest>& keep,
                                       std::size_t limit) override {
    return tokens_.erase_but(keep, By::Holder{}, within(account, id), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return tokens_.erase(By::Holder{}, within(account), limit);
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return tokens_.erase(By::Expiry{}, up_to(now), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, ServiceAccountToken>& tokens_;
};

}  // namespace gatehouse::kernel

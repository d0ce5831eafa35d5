/// Consumer tokens, token families, service tokens and signing keys on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/ports/storage/service_token_records.hpp>
#include <gatehouse/ports/storage/signing_key_records.hpp>
#include <gatehouse/ports/storage/token_family_records.hpp>

namespace gatehouse::kernel {

/// What the ports for ConsumerToken and TokenFamily have in common: tokens of a consumer for a
/// service in a project.
template <class Engine, class Port, class Token>
class AttachedTokens : public Store<Port> {
  using By = Indexes<Token>;

 public:
  explicit AttachedTokens(Tables<Engine>& tables)
      : tables_(tables), tokens_(tables.template of<Token>()) {}

  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) override {
    return tokens_.erase(typename By::Service{}, within(account, project, service), limit);
  }
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) override {
    return tokens_.erase(typename By::Holder{}, within(account, project, consumer), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return tokens_.erase(typename By::Service{}, within(account), limit);
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return tokens_.erase(typename By::Expiry{}, up_to(now), limit);
  }

 protected:
  Tables<Engine>& tables_;
  Rows<Engine, Token>& tokens_;
};

template <class Engine>
class ConsumerTokens : public AttachedTokens<Engine, ConsumerTokenRecords, ConsumerToken> {
  using Tokens = AttachedTokens<Engine, ConsumerTokenRecords, ConsumerToken>;
  using By = Indexes<ConsumerToken>;
  using Tokens::tables_;
  using Tokens::tokens_;

 public:
  using Tokens::Tokens;

  void insert(const ConsumerToken& token) override {
    tokens_.insert_new(token, "a token with that digest exists already");
  }
  std::optional<ConsumerToken> find(const TokenDigest& digest) const override {
    return tables_.living(tokens_.find(By::Digest{}, digest));
  }
  bool erase(AccountId account, ProjectId project, const ServiceCode& service,
             const TokenDigest& digest) override {
    return tokens_.erase_found(tokens_.find(By::Service{}, account, project, service, digest));
  }
};

template <class Engine>
class TokenFamilies : public AttachedTokens<Engine, TokenFamilyRecords, TokenFamily> {
  using Tokens = AttachedTokens<Engine, TokenFamilyRecords, TokenFamily>;
  using By = Indexes<TokenFamily>;
  using Tokens::tables_;
  using Tokens::tokens_;

 public:
  using Tokens::Tokens;

  void insert(const TokenFamily& family) override {
    tokens_.insert_new(family, "a token family with that id or origin exists");
  }
  std::optional<TokenFamily> find(TokenFamilyId id) const override {
    return tables_.living(tokens_.find(By::Id{}, id));
  }
  std::optional<TokenFamily> find_by_origin(const TokenDigest& origin) const override {
    return tables_.living(tokens_.find(By::Origin{}, origin));
  }
  bool update(const TokenFamily& family) override {
    return tokens_.update(owned(family.account, family.id), family) == Update::done;
  }
  bool erase(AccountId account, TokenFamilyId id) override {
    return tokens_.erase_found(owned(account, id));
  }

 private:
  auto owned(AccountId account, TokenFamilyId id) const {
    return owned_by(account, tokens_.find(By::Id{}, id));
  }
};

template <class Engine>
class ServiceTokens : public Store<ServiceTokenRecords> {
  using By = Indexes<ServiceToken>;

 public:
  explicit ServiceTokens(Tables<Engine>& tables)
      : tables_(tables), tokens_(tables.template of<ServiceToken>()) {}

  void insert(const ServiceToken& token) override {
    tokens_.insert_new(token, "a service token with that id or digest exists");
  }
  std::optional<ServiceToken> find(const TokenDigest& digest) const override {
    return tables_.living(tokens_.find(By::Digest{}, digest));
  }
  std::vector<ServiceToken> list(AccountId account, ProjectId project) const override {
    return tokens_.list(By::Place{}, within(account, project));
  }
  bool update(const ServiceToken& token) override {
    return tokens_.update(owned(token.account, token.digest), token) == Update::done;
  }
  bool erase(AccountId account, const TokenDigest& digest) override {
    return tokens_.erase_found(owned(account, digest));
  }
  std::size_t erase_of_project(AccountId account, ProjectId project) override {
    return tokens_.erase(By::Place{}, within(account, project));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return tokens_.erase(By::Place{}, within(account), limit);
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return tokens_.erase(By::End{}, up_to(false, std::optional(now)), limit);
  }

 private:
  auto owned(AccountId account, const TokenDigest& digest) const {
    return owned_by(account, tokens_.find(By::Digest{}, digest));
  }

  Tables<Engine>& tables_;
  Rows<Engine, ServiceToken>& tokens_;
};

template <class Engine>
class SigningKeys : public Store<SigningKeyRecords> {
  using By = Indexes<SigningKey>;

 public:
  explicit SigningKeys(Tables<Engine>& tables) : keys_(tables.template of<SigningKey>()) {}

  bool insert(const SigningKey& key) override { return keys_.insert(key); }
  std::vector<SigningKey> list() const override { return keys_.list(By::Start{}, within()); }
  bool update_private_key(SigningKeyId id, const std::string& sealed_private_key) override {
    return keys_.change(keys_.find(By::Id{}, id),
                        [&](SigningKey& key) { key.sealed_private_key = sealed_private_key; });
  }
  bool erase(SigningKeyId id) override { return keys_.erase_found(keys_.find(By::Id{}, id)); }

 private:
  Rows<Engine, SigningKey>& keys_;
};

}  // namespace gatehouse::kernel

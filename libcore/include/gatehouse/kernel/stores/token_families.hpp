/// Token families on tables.
#pragma once

#include <optional>

#include <gatehouse/kernel/stores/attached_tokens.hpp>
#include <gatehouse/ports/storage/token_family_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<TokenFamily> {
  using Id = DescribedIndex<TokenFamily>;
  using Origin = Index<&TokenFamily::origin>;
  using Service =
      Index<&TokenFamily::account, &TokenFamily::project, &TokenFamily::service, &TokenFamily::id>;
  using Holder =
      Index<&TokenFamily::account, &TokenFamily::project, &TokenFamily::consumer, &TokenFamily::id>;
  using Expiry = Index<&TokenFamily::expires_at, &TokenFamily::id>;
  using All = IndexList<Id, Origin, Service, Holder, Expiry>;
};

template <class Engine>
class TokenFamilies : public AttachedTokens<Engine, TokenFamilyRecords, TokenFamily> {
  using Tokens = AttachedTokens<Engine, TokenFamilyRecords, TokenFamily>;
  using By = Indexes<TokenFamily>;
  using Tokens::tables;
  using Tokens::tokens;

 public:
  using Tokens::Tokens;

  void insert(const TokenFamily& family) override {
    tokens().insert_new(family, "a token family with that id or origin exists");
  }
  std::optional<TokenFamily> find(TokenFamilyId id) const override {
    return tables().living(tokens().find(By::Id{}, id));
  }
  std::optional<TokenFamily> find_by_origin(const TokenDigest& origin) const override {
    return tables().living(tokens().find(By::Origin{}, origin));
  }
  bool update(const TokenFamily& family) override {
    return tokens().update(owned(family.account, family.id), family) == Update::done;
  }
  bool erase(AccountId account, TokenFamilyId id) override {
    return tokens().erase_found(owned(account, id));
  }

 private:
  auto owned(AccountId account, TokenFamilyId id) const {
    return owned_by(account, tokens().find(By::Id{}, id));
  }
};

}  // namespace gatehouse::kernel

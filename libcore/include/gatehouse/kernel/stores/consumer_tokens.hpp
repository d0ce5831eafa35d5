/// Consumer tokens on tables.
#pragma once

#include <optional>

#include <gatehouse/kernel/stores/attached_tokens.hpp>
#include <gatehouse/ports/storage/consumer_token_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<ConsumerToken> {
  using Digest = Index<&ConsumerToken::digest>;
  using Service = Index<&ConsumerToken::account, &ConsumerToken::project, &ConsumerToken::service,
                        &ConsumerToken::digest>;
  using Holder = Index<&ConsumerToken::account, &ConsumerToken::project, &ConsumerToken::consumer,
                       &ConsumerToken::digest>;
  using Expiry = DescribedIndex<ConsumerToken>;
  using All = IndexList<Digest, Service, Holder, Expiry>;
};

template <class Engine>
class ConsumerTokens : public AttachedTokens<Engine, ConsumerTokenRecords, ConsumerToken> {
  using Tokens = AttachedTokens<Engine, ConsumerTokenRecords, ConsumerToken>;
  using By = Indexes<ConsumerToken>;
  using Tokens::tables;
  using Tokens::tokens;

 public:
  using Tokens::Tokens;

  void insert(const ConsumerToken& token) override {
    tokens().insert_new(token, "a token with that digest exists already");
  }
  std::optional<ConsumerToken> find(const TokenDigest& digest) const override {
    return tables().living(tokens().find(By::Digest{}, digest));
  }
  bool erase(AccountId account, ProjectId project, const ServiceCode& service,
             const TokenDigest& digest) override {
    return tokens().erase_found(tokens().find(By::Service{}, account, project, service, digest));
  }
};

}  // namespace gatehouse::kernel

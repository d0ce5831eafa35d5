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

 public:
  explicit ConsumerTokens(Tables<Engine>& tables)
      : Tokens(tables), tables_(tables), tokens_(tables.template of<ConsumerToken>()) {}

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

 private:
  Tables<Engine>& tables_;
  Rows<Engine, ConsumerToken>& tokens_;
};

}  // namespace gatehouse::kernel

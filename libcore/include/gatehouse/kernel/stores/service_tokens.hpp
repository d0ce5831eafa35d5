/// Service tokens on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/service_token_records.hpp>

namespace gatehouse::kernel {

/// Separates tokens without an end from the others, so that the erasure of ended tokens does not
/// reach them.
[[nodiscard]] inline bool is_endless(const ServiceToken& token) noexcept {
  return !token.ends_at.has_value();
}

template <>
struct Indexes<ServiceToken> {
  using Id = DescribedIndex<ServiceToken>;
  using Digest = Index<&ServiceToken::digest>;
  using Place = Index<&ServiceToken::account, &ServiceToken::project, &ServiceToken::id>;
  using End = Index<&is_endless, &ServiceToken::ends_at, &ServiceToken::id>;
  using All = IndexList<Id, Digest, Place, End>;
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

}  // namespace gatehouse::kernel

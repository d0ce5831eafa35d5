#pragma once

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/token_family_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../expiring_tokens.hpp"
#include "../living.hpp"
#include "../of_attached.hpp"

namespace gatehouse::sql {

class TokenFamilies final : public TokenFamilyRecords {
 public:
  TokenFamilies(Connection& connection, const Erasures& erasures);

  void insert(const TokenFamily& family) override;
  std::optional<TokenFamily> find(TokenFamilyId id) const override;
  std::optional<TokenFamily> find_by_origin(const TokenDigest& origin) const override;
  bool update(const TokenFamily& family) override;
  bool erase(AccountId account, TokenFamilyId id) override;
  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) override;
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<TokenFamily> page(const Page<TokenFamily>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, long long,
                      long long, long long, long long, Text>;

  const Erasures& erasures_;
  Statement<In<long long, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, long long,
               long long, long long, long long, Text>>
      insert_;
  mutable Statement<In<long long, Text>, Flagged<Columns>> find_;
  mutable Statement<In<Text>, Flagged<Columns>> find_by_origin_;
  Statement<In<Text, Text, Text, long long, long long, Text, long long, Text, Text>> update_;
  Statement<In<long long, Text, Text>> erase_;
  OfAttached attached_;
  ExpiringTokens tokens_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql

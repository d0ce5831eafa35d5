#pragma once

#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../expiring_tokens.hpp"
#include "../living.hpp"
#include "../of_attached.hpp"

namespace gatehouse::sql {

class ConsumerTokens final : public ConsumerTokenRecords {
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
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<ConsumerToken> page(const Page<ConsumerToken>& page) const;

 private:
  using Text = std::string;

  const Erasures& erasures_;
  Statement<In<long long, Text, Text, Text, Text, Text, long long, long long>> insert_;
  mutable Statement<In<long long, Text>,
                    Out<long long, Text, Text, Text, Text, long long, long long>>
      find_;
  Statement<In<long long, Text, Text, Text, Text>> erase_;
  OfAttached attached_;
  ExpiringTokens tokens_;
  mutable Statement<In<long long, Text, long long>,
                    Out<Text, Text, Text, Text, Text, long long, long long>>
      page_;
};

}  // namespace gatehouse::sql

#pragma once

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/service_token_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

class ServiceTokens final : public ServiceTokenRecords {
 public:
  explicit ServiceTokens(Connection& connection);

  void set(const ServiceToken& token) override;
  std::optional<ServiceToken> find(const TokenDigest& digest) const override;
  std::size_t erase_all(AccountId account) override;

  std::vector<ServiceToken> page(const Page<ServiceToken>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, long long>;

  Statement<In<long long, Text, Text, Text, long long>> set_;
  mutable Statement<In<long long, Text>, Columns> find_;
  Statement<In<Text>> erase_all_;
  mutable Statement<In<Text, Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql

#pragma once

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/service_token_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"
#include "../living.hpp"

namespace gatehouse::sql {

class ServiceTokens final : public ServiceTokenRecords {
 public:
  ServiceTokens(Connection& connection, const Erasures& erasures);

  void insert(const ServiceToken& token) override;
  std::optional<ServiceToken> find(const TokenDigest& digest) const override;
  std::vector<ServiceToken> list(AccountId account, ProjectId project) const override;
  bool update(const ServiceToken& token) override;
  bool erase(AccountId account, const TokenDigest& digest) override;
  std::size_t erase_of_project(AccountId account, ProjectId project) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<ServiceToken> page(const Page<ServiceToken>& page) const;

 private:
  using Text = std::string;
  using Moment = std::optional<long long>;
  using Columns = Out<Text, Text, Text, Text, long long, Text, Moment, Moment>;

  const Erasures& erasures_;
  Statement<In<long long, Text, Text, Text, Text, long long, Text, Moment, Moment>> insert_;
  mutable Statement<In<long long, Text>, Flagged<Columns>> find_;
  mutable Statement<In<Text, Text>, Columns> list_;
  Statement<In<Moment, Moment, long long, Text, Text>> update_;
  Statement<In<long long, Text, Text>> erase_;
  Statement<In<Text, Text>> erase_of_project_;
  ErasingStatement<Text> erase_all_;
  Statement<In<long long, long long>> erase_expired_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql

#pragma once

#include <gatehouse/ports/storage/gateway_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"
#include "../living.hpp"

namespace gatehouse::sql {

class Gateways final : public GatewayRecords {
 public:
  Gateways(Connection& connection, const Erasures& erasures);

  bool insert(const Gateway& gateway) override;
  std::optional<Gateway> find(const TokenDigest& digest) const override;
  std::optional<Gateway> find(AccountId account, GatewayId id) const override;
  Update update(const Gateway& gateway) override;
  std::vector<Gateway> list(AccountId account, const Page<GatewayId>& page) const override;
  bool erase(AccountId account, GatewayId id) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<Gateway> page(const Page<Gateway>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, long long, Text>;

  const Erasures& erasures_;
  Statement<In<long long, Text, Text, Text, Text, long long, Text>> insert_;
  Statement<In<Text, Text, Text>, Out<long long>> is_known_;
  mutable Statement<In<long long, Text>, Flagged<Columns>> find_;
  mutable Statement<In<Text, Text>, Columns> find_by_id_;
  Statement<In<Text, Text, Text, Text>> update_;
  mutable Statement<In<Text, Text, long long>, Columns> list_;
  Statement<In<Text, Text>> erase_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql

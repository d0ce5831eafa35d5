#pragma once

#include <gatehouse/ports/storage/gateway_records.hpp>
#include <gatehouse/records/gateways.hpp>

#include "../living.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<Gateway, TokenDigest> table<Gateway>{"gateways", "token_key",
                                                                 &Gateway::digest};

class Gateways final : public OfAccounts<GatewayRecords, Gateway> {
 public:
  Gateways(Connection& connection, const Erasures& erasures);

  bool insert(const Gateway& gateway) override;
  std::optional<Gateway> find(const TokenDigest& digest) const override;
  std::optional<Gateway> find(AccountId account, GatewayId id) const override;
  Update update(const Gateway& gateway) override;
  std::vector<Gateway> list(AccountId account, const Page<GatewayId>& page) const override;
  bool erase(AccountId account, GatewayId id) override;

 private:
  InsertNew<Gateway> insert_;
  Statement<InOf<GatewayId, AccountId, Text>, Out<long long>> is_known_;
  SelectLiving<Gateway, RowKey, TokenDigest> find_;
  Select<Gateway, GatewayId, AccountId> find_by_id_;
  UpdateRecord<Gateway, GatewayId, AccountId> update_;
  Select<Gateway, AccountId, std::optional<GatewayId>, std::size_t> list_;
  ChangeRows<GatewayId, AccountId> erase_;
};

}  // namespace gatehouse::sql

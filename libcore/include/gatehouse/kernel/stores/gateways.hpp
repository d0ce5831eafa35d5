/// Gateways on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/gateway_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Gateway> {
  using Id = DescribedIndex<Gateway>;
  using Name = Index<&Gateway::account, &Gateway::name>;
  using Digest = Index<&Gateway::digest>;
  using Place = Index<&Gateway::account, &Gateway::id>;
  using All = IndexList<Id, Name, Digest, Place>;
};

template <class Engine>
class Gateways : public Store<GatewayRecords> {
  using By = Indexes<Gateway>;

 public:
  explicit Gateways(Tables<Engine>& tables)
      : tables_(tables), gateways_(tables.template of<Gateway>()) {}

  bool insert(const Gateway& gateway) override {
    if (gateways_.insert(gateway)) return true;
    const bool is_known = gateways_.find(By::Id{}, gateway.id) ||
                          gateways_.find(By::Name{}, gateway.account, gateway.name);
    if (!is_known) throw PortError("a gateway with that digest exists already");
    return false;
  }
  std::optional<Gateway> find(const TokenDigest& digest) const override {
    return tables_.living(gateways_.find(By::Digest{}, digest));
  }
  std::optional<Gateway> find(AccountId account, GatewayId id) const override {
    return copied(gateways_.find(By::Place{}, account, id));
  }
  Update update(const Gateway& gateway) override {
    return gateways_.update(gateways_.find(By::Place{}, gateway.account, gateway.id), gateway);
  }
  std::vector<Gateway> list(AccountId account, const Page<GatewayId>& page) const override {
    return gateways_.page(By::Place{}, page, account);
  }
  bool erase(AccountId account, GatewayId id) override {
    return gateways_.erase_found(gateways_.find(By::Place{}, account, id));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return gateways_.erase(By::Place{}, within(account), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, Gateway>& gateways_;
};

}  // namespace gatehouse::kernel

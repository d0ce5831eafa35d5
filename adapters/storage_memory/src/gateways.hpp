#pragma once

#include <gatehouse/ports/storage/gateway_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto gateway_id(const Gateway& gateway) noexcept { return std::tie(gateway.id); }
inline auto gateway_name(const Gateway& gateway) noexcept {
  return std::tie(gateway.account, gateway.name);
}
inline auto gateway_digest(const Gateway& gateway) noexcept { return std::tie(gateway.digest); }
inline auto gateway_place(const Gateway& gateway) noexcept {
  return std::tie(gateway.account, gateway.id);
}

class Gateways final : public GatewayRecords {
 public:
  Gateways(UndoLog& log, const Erasures& erasures) noexcept : erasures_(erasures), gateways_(log) {}

  bool insert(const Gateway& gateway) override;
  std::optional<Gateway> find(const TokenDigest& digest) const override;
  std::optional<Gateway> find(AccountId account, GatewayId id) const override;
  Update update(const Gateway& gateway) override;
  std::vector<Gateway> list(AccountId account, const Page<GatewayId>& page) const override;
  bool erase(AccountId account, GatewayId id) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const Gateway* newest() const noexcept { return gateways_.last(); }
  std::vector<Gateway> page(const Page<Gateway>& page) const { return gateways_.page(page); }

 private:
  using ByName = Index<Gateway, gateway_name>;
  using ByDigest = Index<Gateway, gateway_digest>;
  using ByPlace = Index<Gateway, gateway_place>;

  const Erasures& erasures_;
  Table<Gateway, gateway_id, ByName, ByDigest, ByPlace> gateways_;
};

}  // namespace gatehouse::memory

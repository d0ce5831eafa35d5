#include "gateways.hpp"

#include <gatehouse/ports/port_error.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

bool Gateways::insert(const Gateway& gateway) {
  if (gateways_.insert(gateway)) return true;
  const bool known = gateways_.find(gateway.id) != nullptr ||
                     gateways_.view<ByName>().find(gateway.account, gateway.name) != nullptr;
  if (!known) throw PortError("a gateway with that digest exists already");
  return false;
}

std::optional<Gateway> Gateways::find(const TokenDigest& digest) const {
  return copied(gateways_.view<ByDigest>().find(digest));
}

std::vector<Gateway> Gateways::list(AccountId account, const Page<GatewayId>& page) const {
  return gateways_.view<ByPlace>().list(page, account);
}

bool Gateways::erase(AccountId account, GatewayId id) {
  const Gateway* gateway = gateways_.view<ByPlace>().find(account, id);
  if (gateway != nullptr) gateways_.erase(*gateway);
  return gateway != nullptr;
}

std::size_t Gateways::erase_all(AccountId account) {
  return gateways_.erase(gateways_.view<ByPlace>().range(account));
}

}  // namespace gatehouse::memory

#include "gateways.hpp"

#include <gatehouse/records/api_security.hpp>

#include <utility>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

bool Gateways::insert(const Gateway& gateway) {
  if (gateways_.insert(gateway)) return true;
  const bool known = gateways_.find(gateway.id) != nullptr ||
                     gateways_.view<ByName>().find(gateway.account, gateway.name) != nullptr;
  if (!known) throw PortError("a gateway with that digest exists already");
  return false;
}

std::optional<Gateway> Gateways::find(const TokenDigest& digest) const {
  return living(gateways_.view<ByDigest>().find(digest), erasures_);
}

std::optional<Gateway> Gateways::find(AccountId account, GatewayId id) const {
  return copied(gateways_.view<ByPlace>().find(account, id));
}

Update Gateways::update(const Gateway& gateway) {
  const Gateway* old = gateways_.view<ByPlace>().find(gateway.account, gateway.id);
  if (old == nullptr) return Update::missing;
  return gateways_.replace(*old, records::updated(*old, gateway)) ? Update::done : Update::taken;
}

std::vector<Gateway> Gateways::list(AccountId account, const Page<GatewayId>& page) const {
  return gateways_.view<ByPlace>().list(page, account);
}

bool Gateways::erase(AccountId account, GatewayId id) {
  const Gateway* gateway = gateways_.view<ByPlace>().find(account, id);
  if (gateway != nullptr) gateways_.erase(*gateway);
  return gateway != nullptr;
}

std::size_t Gateways::erase_all(AccountId account, std::size_t limit) {
  return gateways_.erase(gateways_.view<ByPlace>().range(account), limit);
}

}  // namespace gatehouse::memory

/// Gateways, looked up by the digest of their token.
///
/// [ST-140] Names of gateways are unique in their account, compared byte for byte.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/gateway.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/update.hpp>

namespace gatehouse {

class GatewayRecords {
 public:
  /// [ST-141] Returns false and changes nothing if the id or the name is taken. Throws PortError if
  /// the digest is taken, which cannot happen by chance with 256 random bits.
  [[nodiscard]] virtual bool insert(const Gateway& gateway) = 0;
  /// [ST-142] Searches all accounts; the result contains its account.
  [[nodiscard]] virtual std::optional<Gateway> find(const TokenDigest& digest) const = 0;
  /// [ST-300] Finds the gateway by id; returns nothing if it belongs to another account.
  [[nodiscard]] virtual std::optional<Gateway> find(AccountId account, GatewayId id) const = 0;
  /// [ST-301] Replaces only the name and the address field of the gateway with the id and account.
  /// Returns Update::taken and changes nothing if another gateway of the account has the name.
  [[nodiscard]] virtual Update update(const Gateway& gateway) = 0;
  [[nodiscard]] virtual std::vector<Gateway> list(AccountId account,
                                                  const Page<GatewayId>& page) const = 0;
  /// [ST-143] Returns false and erases nothing if the account has no gateway with the id.
  [[nodiscard]] virtual bool erase(AccountId account, GatewayId id) = 0;
  /// [ST-144] Erases at most `limit` gateways of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~GatewayRecords() = default;
};

}  // namespace gatehouse

/// Gateways, found by the digest of their token.
///
/// [ST-140] Names of gateways are unique in their account, compared byte for byte.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/gateway.hpp>
#include <gatehouse/ports/storage/account_records.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class GatewayRecords {
 public:
  /// [ST-141] False, and nothing is changed, when the id or the name is taken. Throws PortError
  /// when the digest is: 256 random bits do not meet.
  [[nodiscard]] virtual bool insert(const Gateway& gateway) = 0;
  /// [ST-142] Across all accounts: it says which account it is of.
  [[nodiscard]] virtual std::optional<Gateway> find(const TokenDigest& digest) const = 0;
  /// [ST-300] The one with that id; nothing when it belongs to another account.
  [[nodiscard]] virtual std::optional<Gateway> find(AccountId account, GatewayId id) const = 0;
  /// [ST-301] Changes the name and the address field of the gateway with that id and account, and
  /// nothing else. Update::taken, and nothing is changed, when another gateway of the account has
  /// the name.
  [[nodiscard]] virtual Update update(const Gateway& gateway) = 0;
  [[nodiscard]] virtual std::vector<Gateway> list(AccountId account,
                                                  const Page<GatewayId>& page) const = 0;
  /// [ST-143] False, and nothing is erased, when the account has no gateway with that id.
  [[nodiscard]] virtual bool erase(AccountId account, GatewayId id) = 0;
  /// [ST-144] Erases at most `limit` gateways of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~GatewayRecords() = default;
};

}  // namespace gatehouse

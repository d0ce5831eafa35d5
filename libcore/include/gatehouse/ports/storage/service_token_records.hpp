/// Service tokens, found by their digest.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/service_token.hpp>

namespace gatehouse {

class ServiceTokenRecords {
 public:
  /// [ST-170] Puts the token in the place of the one that the project had, if it had one. Throws
  /// PortError when another project has the digest: 256 random bits do not meet.
  virtual void set(const ServiceToken& token) = 0;
  /// [ST-171] Across all accounts: it says which account and project it is of.
  [[nodiscard]] virtual std::optional<ServiceToken> find(const TokenDigest& digest) const = 0;
  /// [ST-172] Erases the tokens of all projects of the account and returns how many.
  virtual std::size_t erase_all(AccountId account) = 0;

 protected:
  ~ServiceTokenRecords() = default;
};

}  // namespace gatehouse

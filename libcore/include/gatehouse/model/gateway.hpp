/// Gateways: who may ask for decisions about an account's credentials.
#pragma once

#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

struct Gateway {
  GatewayId id;
  AccountId account;
  /// Unique in the account, compared byte for byte.
  std::string name;
  /// Of the token that it proves itself with, which works until the gateway is deleted.
  TokenDigest digest;
  Timestamp created_at;

  friend bool operator==(const Gateway&, const Gateway&) = default;
};

}  // namespace gatehouse

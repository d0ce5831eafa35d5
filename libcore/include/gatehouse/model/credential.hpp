/// Credentials of APIs: what the clients of a tenant's APIs prove themselves with at a gateway.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/scope.hpp>

namespace gatehouse {

struct Credential {
  CredentialId id;
  AccountId account;
  /// Where it is valid.
  Scope scope = Scope::everywhere();
  /// Unique in the account. In Normalization Form C, unless it was kept before that was the rule
  /// and another one has that form. Holds no colon, so that it can stand in HTTP's Basic
  /// authentication (RFC 7617).
  std::string username;
  /// A PHC string (see ports/password_hasher.hpp), never the password.
  std::string password_hash;
  std::string full_name;
  Email email;
  std::string description;
  /// One line each.
  std::vector<std::string> roles;
  bool enabled = true;
  /// From where it may be used; empty: from anywhere.
  std::vector<IpRange> ip_ranges;
  /// From this moment on it is over; nothing: never.
  std::optional<Timestamp> expires_at;
  Timestamp created_at;

  friend bool operator==(const Credential&, const Credential&) = default;
};

}  // namespace gatehouse

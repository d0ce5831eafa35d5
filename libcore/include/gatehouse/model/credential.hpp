/// API credentials, with which the clients of a tenant's APIs authenticate at a gateway.
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
  /// The scope in which it is valid. An admin may extend it from one project to every project.
  Scope scope = Scope::everywhere();
  /// Unique in the account. In Normalization Form C, except for older names whose normalized form
  /// is taken by another credential. Contains no colon, so that it can be used in HTTP Basic
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
  /// Allowed client addresses; if empty, any address.
  std::vector<IpRange> ip_ranges;
  /// Expires at this time; if empty, never.
  std::optional<Timestamp> expires_at;
  Timestamp created_at;

  friend bool operator==(const Credential&, const Credential&) = default;
};

}  // namespace gatehouse

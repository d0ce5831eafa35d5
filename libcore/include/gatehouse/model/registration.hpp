/// Registrations, and the codes that approve them.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// An e-mail address for which an account was requested. The account gets the id of the
/// registration.
struct Registration {
  AccountId id;
  /// From the latest request; empty if codes were requested but no account.
  std::string organization_name;
  /// As first entered: codes are mailed to it.
  Email email;
  Timestamp created_at;
  /// Not before the expiry of any of its codes.
  Timestamp expires_at;

  friend bool operator==(const Registration&, const Registration&) = default;
};

/// An approve code of a registration. Several may be valid at a time, each for one use.
struct ApproveCode {
  AccountId registration;
  TokenDigest digest;
  /// The name that the account gets with this code; empty if the mail contained no code.
  std::string organization_name;
  /// The mail with the code; empty if delivery failed, so that the code does not count as mailed.
  std::optional<OutgoingMailId> mail;
  Timestamp created_at;
  Timestamp expires_at;

  friend bool operator==(const ApproveCode&, const ApproveCode&) = default;
};

}  // namespace gatehouse

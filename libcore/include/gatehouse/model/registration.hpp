/// Registrations, and the codes that approve them.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// An e-mail address for which an account was asked. Its id becomes the account's.
struct Registration {
  AccountId id;
  /// As it was asked for last; empty as long as a code, but no account, was asked for.
  std::string organization_name;
  /// As it was given first: where codes are mailed.
  Email email;
  Timestamp created_at;
  /// At least as late as that of each of its codes.
  Timestamp expires_at;

  friend bool operator==(const Registration&, const Registration&) = default;
};

/// A code that was made for a registration. Several are good at a time, each once.
struct ApproveCode {
  AccountId registration;
  TokenDigest digest;
  /// The name with which this code makes the account; empty where the mail held no code.
  std::string organization_name;
  /// The mail for which it was made; nothing when that failed, so that it does not count against
  /// the number of mails.
  std::optional<OutgoingMailId> mail;
  Timestamp created_at;
  Timestamp expires_at;

  friend bool operator==(const ApproveCode&, const ApproveCode&) = default;
};

}  // namespace gatehouse

/// Accounts are the tenants: nothing of one is ever seen from another.
#pragma once

#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

struct Account {
  AccountId id;
  std::string organization_name;
  /// Empty until set.
  std::string address;
  /// Eleven digits, or empty until set.
  std::string phone;
  Email email;
  Timestamp created_at;

  friend bool operator==(const Account&, const Account&) = default;
};

/// An account that waits for its approve code. Its id becomes the account's.
struct Registration {
  AccountId id;
  std::string organization_name;
  Email email;
  TokenDigest code_digest;
  Timestamp code_expires_at;
  /// Wrong codes tried since the code was sent.
  int wrong_codes = 0;
  Timestamp created_at;

  friend bool operator==(const Registration&, const Registration&) = default;
};

}  // namespace gatehouse

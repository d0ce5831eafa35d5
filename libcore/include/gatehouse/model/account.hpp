/// Accounts, which are the tenants: data of one account is never visible in another.
#pragma once

#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>

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

}  // namespace gatehouse

/// Accounts, which are the tenants: data of one account is never visible in another.
#pragma once

#include <optional>
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
  /// Of the latest change; empty if there was none, or it was before schema 11.
  std::optional<Timestamp> updated_at{};

  friend bool operator==(const Account&, const Account&) = default;
};

}  // namespace gatehouse

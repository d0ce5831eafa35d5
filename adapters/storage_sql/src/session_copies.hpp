/// The copy of its user that each session's row holds.
///
/// Every request asks for a session and its user. With a million of each, the user's own row costs
/// as much again as the session's, as neither is in a cache; so the session's row holds what is
/// asked for, and whatever changes a user refreshes the copies. Without a user, the copy is NULL.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <string>

#include "columns.hpp"

namespace gatehouse::sql {

class SessionCopies {
 public:
  explicit SessionCopies(Connection& connection);

  void refresh_session(const TokenDigest& digest);
  void refresh_sessions_of(Tenant tenant, UserId user);
  void refresh_sessions_of(AccountId account);

 private:
  Statement<In<long long, std::string>> of_session_;
  Statement<In<std::string, std::string>> of_user_;
  Statement<In<std::string>> of_account_;
};

}  // namespace gatehouse::sql

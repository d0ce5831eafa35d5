/// The copy of the user that each row of `sessions` contains.
///
/// Every request looks up a session and its user. With a million of each, neither row is cached,
/// and reading the user's row would double the cost; so the session's row contains the fields that
/// requests need, and every change of a user refreshes the copies. Without a user, the copy is
/// NULL.
///
/// A user may have very many sessions. The change of a user refreshes some of them at once, and
/// leaves the rest to later steps by a row of the kind `copies` in `erasures`. While an account has
/// such a row, its sessions are looked up with the user's own row, so that a stale copy is never
/// returned.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <cstddef>
#include <string>

#include "columns.hpp"

namespace gatehouse::sql {

class SessionCopies {
 public:
  explicit SessionCopies(Connection& connection);

  void refresh_session(const TokenDigest& digest);
  /// Refreshes all sessions of the user, or some of them now and the rest in later steps.
  void refresh_sessions_of(const Tenant& tenant, UserId user);
  /// Refreshes at most `limit` of the remaining sessions. Returns how many rows it wrote.
  std::size_t refresh_left(std::size_t limit);

 private:
  using Text = std::string;

  /// The position of a session in the order of its user's sessions.
  struct Place {
    long long expires_at;
    long long key;
  };
  struct Refreshed {
    std::size_t count = 0;
    Place last;
  };
  Refreshed refresh_some(const Text& account, const Text& user, const Place& after,
                         std::size_t limit);

  Statement<In<long long, Text>> of_session_;
  Statement<In<Text, Text, long long, long long, long long>, Out<long long, long long>> places_;
  Statement<In<Text, Text, long long, long long, long long, long long>> of_user_;
  Statement<In<Text, Text, long long, long long>> leave_;
  Statement<In<>, Out<Text, Text, long long, long long>> left_;
  Statement<In<Text, Text>> done_;
};

}  // namespace gatehouse::sql

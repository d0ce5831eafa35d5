/// The copy of its user that each session's row holds.
///
/// Every request asks for a session and its user. With a million of each, the user's own row costs
/// as much again as the session's, as neither is in a cache; so the session's row holds what is
/// asked for, and whatever changes a user refreshes the copies. Without a user, the copy is NULL.
///
/// A user may have very many sessions. The change of a user refreshes some at once, and leaves the
/// rest to later steps by a row in `erasures` of the kind `copies`. Sessions of an account that has
/// a row there are looked up with the user's own row, so that a stale copy is never seen.
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
  /// All of them, or some and the rest later.
  void refresh_sessions_of(const Tenant& tenant, UserId user);
  /// Refreshes at most `limit` of those that were left, and returns how many rows it wrote.
  std::size_t refresh_left(std::size_t limit);

 private:
  using Text = std::string;

  /// A session's place among those of its user.
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

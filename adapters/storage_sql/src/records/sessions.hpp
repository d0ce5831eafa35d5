#pragma once

#include <gatehouse/ports/storage/session_records.hpp>
#include <gatehouse/records/sessions.hpp>

#include "users.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<Session, TokenDigest> table<Session>{"sessions", "token_key",
                                                                 &Session::digest};

class Sessions final : public OfAccounts<SessionRecords, Session> {
 public:
  Sessions(Connection& connection, const Erasures& erasures, const Users& users);

  void insert(const Session& session) override;
  std::optional<SignedIn> find(const TokenDigest& digest) const override;
  bool erase(const TokenDigest& digest) override;
  std::size_t erase_of_user(Tenant tenant, UserId user, const std::optional<TokenDigest>& keep,
                            std::size_t limit) override;
  std::size_t refresh_copies(std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  /// The session with the current user row, for use while the copy may be stale.
  [[nodiscard]] std::optional<SignedIn> with_user(const Session& session) const;

  const Erasures& erasures_;
  const Users& users_;
  ChangeRows<RowKey, TokenDigest, Tenant, UserId, RowKey, Timestamp, Timestamp> insert_;
  mutable Statement<InOf<RowKey, TokenDigest>, Out<long long, Text, Text, long long, long long,
                                                   Text, Text, Text, Text, long long>>
      find_;
  ChangeRows<RowKey, TokenDigest> erase_;
  EraseSome<Session, Tenant, UserId, std::optional<TokenDigest>> erase_of_user_;
  EraseExpired<Session> erase_expired_;
  SessionCopies copies_;
};

}  // namespace gatehouse::sql

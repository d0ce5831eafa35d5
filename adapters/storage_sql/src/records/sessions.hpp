#pragma once

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/session_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../expiring_tokens.hpp"
#include "../living.hpp"
#include "../session_copies.hpp"
#include "users.hpp"

namespace gatehouse::sql {

class Sessions final : public SessionRecords {
 public:
  Sessions(Connection& connection, const Erasures& erasures, const Users& users);

  void insert(const Session& session) override;
  std::optional<SignedIn> find(const TokenDigest& digest) const override;
  bool erase(const TokenDigest& digest) override;
  std::size_t erase_of_user(Tenant tenant, UserId user, const std::optional<TokenDigest>& keep,
                            std::size_t limit) override;
  std::size_t refresh_copies(std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<Session> page(const Page<Session>& page) const;

 private:
  using Text = std::string;

  /// The session with its user as they are now, though the copy may be stale.
  [[nodiscard]] std::optional<SignedIn> with_user(const Session& session) const;

  const Erasures& erasures_;
  const Users& users_;
  Statement<In<long long, Text, Text, Text, long long, long long, long long>> insert_;
  mutable Statement<In<long long, Text>, Out<long long, Text, Text, long long, long long, Text,
                                             Text, Text, Text, long long>>
      find_;
  Statement<In<long long, Text>> erase_;
  ErasingStatement<Text, Text, Text> erase_of_user_;
  ExpiringTokens tokens_;
  SessionCopies copies_;
  mutable Statement<In<long long, Text, long long>, Out<Text, Text, Text, long long, long long>>
      page_;
};

}  // namespace gatehouse::sql

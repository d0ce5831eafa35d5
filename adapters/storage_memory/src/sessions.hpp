#pragma once

#include <gatehouse/ports/storage/session_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"
#include "users.hpp"

namespace gatehouse::memory {

inline auto session_digest(const Session& session) noexcept { return std::tie(session.digest); }
inline auto session_owner(const Session& session) noexcept {
  return std::tie(session.account, session.user, session.digest);
}
inline auto session_expiry(const Session& session) noexcept {
  return std::tie(session.expires_at, session.digest);
}

class Sessions final : public SessionRecords {
 public:
  Sessions(UndoLog& log, const Users& users, const Erasures& erasures) noexcept
      : users_(users), erasures_(erasures), sessions_(log) {}

  void insert(const Session& session) override;
  std::optional<SignedIn> find(const TokenDigest& digest) const override;
  bool erase(const TokenDigest& digest) override;
  std::size_t erase_of_user(Tenant tenant, UserId user, const std::optional<TokenDigest>& keep,
                            std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;
  std::size_t refresh_copies(std::size_t /*limit*/) override { return 0; }

  std::vector<Session> page(const Page<Session>& page) const {
    return sessions_.view<ByExpiry>().page(page);
  }

 private:
  using ByOwner = Index<Session, session_owner>;
  using ByExpiry = Index<Session, session_expiry>;

  const Users& users_;
  const Erasures& erasures_;
  Table<Session, session_digest, ByOwner, ByExpiry> sessions_;
};

}  // namespace gatehouse::memory

#include "sessions.hpp"

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

void Sessions::insert(const Session& session) {
  if (!sessions_.insert(session)) throw PortError("a session with that digest exists already");
}

std::optional<SignedIn> Sessions::find(const TokenDigest& digest) const {
  const Session* session = sessions_.find(digest);
  if (session == nullptr || erasures_.covers(*session)) return std::nullopt;
  auto user = users_.find(session->account, session->user);
  if (!user) return std::nullopt;
  user->password_hash.clear();
  return SignedIn{*session, std::move(*user)};
}

bool Sessions::erase(const TokenDigest& digest) {
  const Session* session = sessions_.find(digest);
  if (session != nullptr) sessions_.erase(*session);
  return session != nullptr;
}

std::size_t Sessions::erase_of_user(Tenant tenant, UserId user,
                                    const std::optional<TokenDigest>& keep, std::size_t limit) {
  const Session* kept = keep ? sessions_.find(*keep) : nullptr;
  return sessions_.erase(sessions_.view<ByOwner>().range(tenant, user), limit, kept);
}

std::size_t Sessions::erase_all(AccountId account, std::size_t limit) {
  return sessions_.erase(sessions_.view<ByOwner>().range(account), limit);
}

std::size_t Sessions::erase_expired(Timestamp now, std::size_t limit) {
  return sessions_.erase(sessions_.view<ByExpiry>().up_to(now), limit);
}

}  // namespace gatehouse::memory

#include <gatehouse/services/principal.hpp>

namespace gatehouse {

Result<AccountId> account_for(const Principal& caller, Action action) {
  if (auto allowed = require(caller.user.role, action); !allowed) {
    return std::move(allowed).failure();
  }
  if (!caller.user.account) {
    return Unexpected(permission_denied("This belongs to an account, and root has none."));
  }
  return *caller.user.account;
}

Result<Done> still_signed_in(const Transaction& tx, const Principal& caller, Timestamp now) {
  const auto signed_in = tx.sessions().find(caller.session);
  if (signed_in && signed_in->user.id == caller.user.id && now < signed_in->session.expires_at) {
    return Done{};
  }
  return Unexpected(unauthenticated("The session has ended."));
}

}  // namespace gatehouse

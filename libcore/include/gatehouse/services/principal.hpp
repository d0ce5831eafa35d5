/// Who is asking.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/permissions.hpp>

namespace gatehouse {

/// A user who has proved to be one, by a session: what Sessions::authenticate gives.
struct Principal {
  User user;
  /// The session that proves it.
  TokenDigest session;
};

/// Refused with permission_denied unless the caller's role may do this; otherwise the caller's
/// account. (No role with such an action is without one.)
[[nodiscard]] Result<AccountId> account_for(const Principal& caller, Action action);

/// Inside a transaction that changes something: refused with unauthenticated when the caller's
/// session ended since it was looked up, so that nobody who was thrown out still changes anything.
[[nodiscard]] Result<Done> still_signed_in(const Transaction& tx, const Principal& caller,
                                           Timestamp now);

}  // namespace gatehouse

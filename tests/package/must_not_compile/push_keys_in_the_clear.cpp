// Push keys stored in plain text.
// error: cannot convert .*PushKeys.* to .*SealedPushKeys
// error: no (viable|matching) .*SealedPushKeys|reference to type .*SealedPushKeys.* could not bind
#include <gatehouse/ports/storage.hpp>

bool keep(gatehouse::Transaction& tx, gatehouse::AccountId account, gatehouse::ProjectId project,
          [[maybe_unused]] const gatehouse::PushKeys& keys,
          [[maybe_unused]] const gatehouse::SealedPushKeys& sealed) {
#ifdef MUST_NOT_COMPILE
  return tx.projects().set_push_keys(account, project, keys);
#else
  return tx.projects().set_push_keys(account, project, sealed);
#endif
}

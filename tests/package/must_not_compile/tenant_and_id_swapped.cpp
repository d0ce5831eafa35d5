// An account id and a record id in the wrong order.
// error: (cannot|could not) convert .*UserId
// error: no viable conversion from '.*UserId'
#include <gatehouse/ports/storage.hpp>

bool exists(const gatehouse::Transaction& tx, gatehouse::AccountId account,
            gatehouse::UserId user) {
#ifdef MUST_NOT_COMPILE
  return tx.users().find(user, account).has_value();
#else
  return tx.users().find(account, user).has_value();
#endif
}

// A lookup of a tenant's record without the account id.
// error: no matching function for call to .*UserRecords::find\(
// error: too few arguments to function call
#include <gatehouse/ports/storage.hpp>

bool exists(const gatehouse::Transaction& tx, gatehouse::AccountId account,
            gatehouse::UserId user) {
  (void)account;
#ifdef MUST_NOT_COMPILE
  return tx.users().find(user).has_value();
#else
  return tx.users().find(account, user).has_value();
#endif
}

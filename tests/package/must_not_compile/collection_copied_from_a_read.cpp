// A copy of a collection of a transaction that only reads.
// error: use of deleted function .*Collection
// error: call to deleted constructor of .*Collection
#include <gatehouse/ports/storage.hpp>

bool exists(const gatehouse::Transaction& tx, gatehouse::AccountId account) {
#ifdef MUST_NOT_COMPILE
  auto accounts = tx.accounts;
#else
  const auto& accounts = tx.accounts;
#endif
  return accounts().find(account).has_value();
}

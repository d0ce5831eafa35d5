// All accounts' records reached as a part of the transaction.
// error: .*walk.*is private within this context
// error: 'walk' is a private member of 'gatehouse::Transaction'
#include <gatehouse/ports/storage/walk.hpp>

std::size_t count(const gatehouse::Transaction& tx) {
  const gatehouse::Page<gatehouse::User> page{.after = {}, .limit = 1};
#ifdef MUST_NOT_COMPILE
  return tx.walk().page(page).size();
#else
  return gatehouse::Walk::through(tx).page(page).size();
#endif
}

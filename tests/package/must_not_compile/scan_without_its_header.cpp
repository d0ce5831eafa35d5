// A scan of all accounts through the transaction, without its header.
// error: .*scan.*is private within this context
// error: 'scan' is a private member of 'gatehouse::Transaction'
#include <gatehouse/ports/storage/scan.hpp>

std::size_t count(const gatehouse::Transaction& tx) {
  const gatehouse::Page<gatehouse::User> page{.after = {}, .limit = 1};
#ifdef MUST_NOT_COMPILE
  return tx.scan().page(page).size();
#else
  return gatehouse::Scan::through(tx).page(page).size();
#endif
}

// A write in a transaction that only reads.
// error: passing 'const .*UserRecords' as 'this' argument discards qualifiers
// error: 'this' argument to member function 'insert' has type 'const .*UserRecords'
#include <gatehouse/ports/storage.hpp>

bool add(gatehouse::Storage& storage, const gatehouse::User& user) {
#ifdef MUST_NOT_COMPILE
  return storage.read(
      [&](const gatehouse::Transaction& tx) -> bool { return tx.users().insert(user); });
#else
  return storage
      .transact([&](gatehouse::Transaction& tx) -> gatehouse::Result<bool> {
        return tx.users().insert(user);
      })
      .has_value();
#endif
}

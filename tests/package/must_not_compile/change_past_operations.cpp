// A Change created from a transaction without authorization.
// error: 'gatehouse::Change::Change\(.*\)' is private within this context
// error: calling a private constructor of class 'gatehouse::Change'
#include <gatehouse/operations/operations.hpp>

gatehouse::Timestamp time_of(gatehouse::Transaction& tx, gatehouse::Commit& commit,
                             const gatehouse::Change& change) {
  (void)tx, (void)commit, (void)change;
#ifdef MUST_NOT_COMPILE
  const gatehouse::Change made(tx, commit);
  return made.now;
#else
  return change.now;
#endif
}

// Two secrets compared by an operator without constant-time guarantees.
// error: use of deleted function .*operator==\(const .*Secret
// error: overload resolution selected deleted operator '=='
#include <gatehouse/base/secret.hpp>

bool same(const gatehouse::Secret& a, const gatehouse::Secret& b) {
#ifdef MUST_NOT_COMPILE
  return a == b;
#else
  return equal_in_constant_time(a, b);
#endif
}

// A user id compared with a consumer id.
// error: no match for .operator==.
// error: invalid operands to binary expression
#include <gatehouse/model/ids.hpp>

bool same(gatehouse::UserId user, gatehouse::ConsumerId consumer) {
#ifdef MUST_NOT_COMPILE
  return user == consumer;
#else
  return user.bytes() == consumer.bytes();
#endif
}

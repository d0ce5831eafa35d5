// An error returned without Unexpected.
// error: could not convert .*Error.* to .*Result<int>
// error: no viable conversion from returned value of type '.*Error' to .*Result<int>
#include <gatehouse/base/result.hpp>

gatehouse::Result<int> half(int n) {
#ifdef MUST_NOT_COMPILE
  if (n % 2 != 0) return gatehouse::invalid_argument("odd");
#else
  if (n % 2 != 0) return gatehouse::Unexpected(gatehouse::invalid_argument("odd"));
#endif
  return n / 2;
}

// A secret written to a log.
// error: no match for .operator<<. .*Secret
// error: invalid operands to binary expression .*Secret
#include <iostream>

#include <gatehouse/base/secret.hpp>

void log(const gatehouse::Secret& password) {
#ifdef MUST_NOT_COMPILE
  std::clog << password;
#else
  std::clog << password.reveal().size();
#endif
}

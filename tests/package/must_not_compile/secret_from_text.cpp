// An implicit conversion of text to a secret.
// error: could not convert .*correct horse.* to 'gatehouse::(Secret|LogIn)'
// error: no (viable|matching) con(version|structor) .*Secret
#include <gatehouse/schema/sessions.hpp>

gatehouse::LogIn log_in(const gatehouse::Email& email) {
#ifdef MUST_NOT_COMPILE
  return {email, "correct horse"};
#else
  return {email, gatehouse::Secret("correct horse")};
#endif
}

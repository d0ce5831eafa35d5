// An ignored Result.
// error: ignoring return value of .*Result<.*nodiscard
// error: ignoring return value of function declared with 'nodiscard' attribute
#include <gatehouse/services/services.hpp>

bool log_out(gatehouse::Services& services, const gatehouse::Principal& caller) {
#ifdef MUST_NOT_COMPILE
  services.sessions.log_out(caller);
  return true;
#else
  return services.sessions.log_out(caller).has_value();
#endif
}

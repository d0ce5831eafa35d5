// A service called with a command that was not checked.
// error: cannot convert '(const )?(struct )?gatehouse::LogIn' to 'const .*Checked<.*LogIn>&'
// error: no viable conversion from 'const (gatehouse::)?LogIn' to 'const .*Checked<.*LogIn>'
#include <gatehouse/services/services.hpp>

gatehouse::Result<gatehouse::NewSession> enter(gatehouse::Services& services,
                                               const gatehouse::LogIn& login) {
#ifdef MUST_NOT_COMPILE
  return services.sessions.log_in(login);
#else
  const auto checked = gatehouse::schema::check(login, services.settings.policy());
  if (!checked) return gatehouse::Unexpected(checked.error());
  return services.sessions.log_in(*checked);
#endif
}

// A command declared valid without a check.
// error: '.*Checked<T>::Checked\(T\) .*' is private within this context
// error: calling a private constructor of class '.*Checked<.*LogIn>'
#include <gatehouse/schema/sessions.hpp>

gatehouse::Result<gatehouse::Checked<gatehouse::LogIn>> check(const gatehouse::LogIn& login) {
#ifdef MUST_NOT_COMPILE
  return gatehouse::Checked<gatehouse::LogIn>(login);
#else
  return gatehouse::schema::check(login, {});
#endif
}

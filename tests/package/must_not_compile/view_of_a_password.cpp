// A response that shows a field of requests, such as a password.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: a write-only field must not be shown
#include <gatehouse/schema/sessions.hpp>

struct LoggedIn {
  gatehouse::Secret token;
  gatehouse::Secret password;
};

auto view_of_session() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return view<&resources::session, LoggedIn>(shown("token", &LoggedIn::token),
                                             shown("password", &LoggedIn::password));
#else
  return view<&resources::session, LoggedIn>(shown("token", &LoggedIn::token));
#endif
}

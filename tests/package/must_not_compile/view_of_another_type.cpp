// A response that shows a value of another type than its field: a text as a token, which is secret.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: the value does not have the type of the field
#include <gatehouse/schema/sessions.hpp>

struct LoggedIn {
  gatehouse::Secret token;
  std::string text;
};

auto view_of_session() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return view<&resources::session, LoggedIn>(shown("token", &LoggedIn::text));
#else
  return view<&resources::session, LoggedIn>(shown("token", &LoggedIn::token));
#endif
}

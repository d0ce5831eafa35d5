// A response that may lack a field of which the description says that it is always there.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: the field may be absent
#include <gatehouse/schema/consumers.hpp>

auto view_of_consumer() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return view<&resources::consumer, gatehouse::Consumer>(
      shown_if_set("id", &gatehouse::Consumer::id));
#else
  return view<&resources::consumer, gatehouse::Consumer>(shown("id", &gatehouse::Consumer::id));
#endif
}

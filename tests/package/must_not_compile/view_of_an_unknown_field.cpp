// A response that shows a field that its resource does not describe.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: the resource has no such field
#include <gatehouse/schema/consumers.hpp>

auto view_of_consumer() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return view<&resources::project_consumer, gatehouse::AttachConsumer>(
      shown("consumerId", &gatehouse::AttachConsumer::consumer),
      shown("account", &gatehouse::AttachConsumer::consumer));
#else
  return view<&resources::project_consumer, gatehouse::AttachConsumer>(
      shown("consumerId", &gatehouse::AttachConsumer::consumer));
#endif
}

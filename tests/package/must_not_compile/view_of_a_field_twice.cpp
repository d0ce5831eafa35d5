// A response that shows a field twice.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: a field is shown twice
#include <gatehouse/schema/consumers.hpp>

auto view_of_consumer() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return view<&resources::project_consumer, gatehouse::AttachConsumer>(
      shown("consumerId", &gatehouse::AttachConsumer::consumer),
      shown("consumerId", &gatehouse::AttachConsumer::consumer));
#else
  return view<&resources::project_consumer, gatehouse::AttachConsumer>(
      shown("consumerId", &gatehouse::AttachConsumer::consumer));
#endif
}

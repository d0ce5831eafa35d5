// A response that may lack a field of which the description says that it is always there.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: the field may be absent
#include <gatehouse/schema/consumers.hpp>

auto view_of_attachment() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return view<&resources::project_consumer, gatehouse::AttachConsumer>(
      shown_if_set("consumerId", &gatehouse::AttachConsumer::consumer));
#else
  return view<&resources::project_consumer, gatehouse::AttachConsumer>(
      shown("consumerId", &gatehouse::AttachConsumer::consumer));
#endif
}

// A command with a field that its resource does not describe.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::describes.* is not a constant expression
// check: the resource has no such field
#include <gatehouse/schema/api_proxies.hpp>

auto description_of_proxy() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return describes<&resources::api_proxy>(required("title", &gatehouse::RegisterApiProxy::name));
#else
  return describes<&resources::api_proxy>(required("name", &gatehouse::RegisterApiProxy::name));
#endif
}

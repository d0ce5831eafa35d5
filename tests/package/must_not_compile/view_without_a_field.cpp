// A response that lacks a field that its resource describes.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: a readable field is not shown
#include <gatehouse/schema/usage.hpp>

auto view_of_a_day() {
  using namespace gatehouse::schema;
  using gatehouse::UsageOfDay;
#ifdef MUST_NOT_COMPILE
  return view<&resources::usage_of_day, UsageOfDay>(shown("day", &UsageOfDay::day),
                                                    shown("entries", &UsageOfDay::entries));
#else
  return view<&resources::usage_of_day, UsageOfDay>(
      shown("day", &UsageOfDay::day), shown("entries", &UsageOfDay::entries),
      shown("amount", &UsageOfDay::amount), shown("times", &UsageOfDay::times));
#endif
}

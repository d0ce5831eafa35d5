// A sealed field without the name to which its texts are bound.
// error: no matching function for call to .sealed
#include <string>

#include <gatehouse/records/field.hpp>

struct Note {
  std::string text;
};

bool is_bound() {
  constexpr auto text = gatehouse::records::ordinary("text", &Note::text);
#ifdef MUST_NOT_COMPILE
  return !gatehouse::records::sealed(text).bound_to.empty();
#else
  return !gatehouse::records::sealed("notes.text", text).bound_to.empty();
#endif
}

// A kind with a sealed field, without what re-encryption needs to know of it.
// error: .*bound_to. is not a member of .*Sealing<Note>
// error: static_assert failed .*specialise Sealing with bound_to
#include <string>

#include <gatehouse/services/secrets/detail/sealed_records.hpp>

struct Note {
  std::string text;
};

#ifndef MUST_NOT_COMPILE
template <>
struct gatehouse::Sealing<Note> {
  static std::string bound_to(const Note&) { return "note"; }
};
#endif

std::string place_of(const Note& note) { return gatehouse::Sealing<Note>::bound_to(note); }

/// Pairs of addresses that some database takes for the same, or for different ones.
#pragma once

#include <string_view>
#include <utility>

#include "fixture.hpp"

namespace gatehouse::conformance {

/// `insert(address)` makes a record with that address and says whether it was accepted. It must be
/// refused exactly when the key (Email::key()) is one that was accepted before.
template <class Insert>
void expect_unique_by_key(Insert&& insert) {
  constexpr std::pair<std::string_view, std::string_view> pairs[] = {
      {"ann@example.org", "ann@example.org"},
      {"Bob@Example.org", "bob@eXAMPLE.ORG"},
      {"şule@example.org", "ŞULE@example.org"},
      {"çiğdem@example.org", "ÇİĞDEM@example.org"},
      {"ДАРЬЯ@example.org", "дарья@example.org"},
      {"Ωmega@example.org", "ωmega@example.org"},
      {"çelik@example.org", "celik@example.org"},
      {"strasse@example.org", "straße@example.org"},
      {"i.dot@example.org", "ı.dot@example.org"},
      {"ren\u00e9@example.org", "rene\u0301@example.org"},
      {"a_b@example.org", "axb@example.org"},
      {"a%b@example.org", "axxb@example.org"},
      {"o'neill@example.org", "oneill@example.org"},
      {"dots.in@example.org", "dotsin@example.org"},
      {"plus+one@example.org", "plus@example.org"},
      {"dave@example.org", "dave@example.com"},
  };
  for (const auto& pair : pairs) {
    const Email first = email(pair.first);
    const Email second = email(pair.second);
    CAPTURE(first.text());
    CAPTURE(second.text());
    CHECK(insert(first));
    CHECK(insert(second) == (first.key() != second.key()));
  }
}

}  // namespace gatehouse::conformance

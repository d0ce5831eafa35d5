/// Pairs of addresses that some databases treat as equal or as different by mistake.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fixture.hpp"

namespace gatehouse::conformance {

/// `insert(address)` inserts a record with that address and returns whether it was accepted. It
/// must be refused exactly when the key (Email::key()) was accepted before.
template <class Insert>
void expect_unique_by_key(Insert&& insert) {
  constexpr std::pair<std::string_view, std::string_view> pairs[] = {
      {"ann@example.org", "ann@example.org"},
      {"Bob@Example.org", "bob@eXAMPLE.ORG"},
      {"şule@example.org", "şule@Example.org"},
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
  const Email keyed = email("ŞÜKRÜ@örnek.org").with_key("şükrü@xn--rnek-4qa.org");
  CHECK(insert(keyed));
  CHECK_FALSE(insert(email("Şükrü@örnek.org").with_key(keyed.key())));
  CHECK(insert(email("Şükrü@örnek.org")));
}

/// `insert(address)` inserts a record with that address; `find(address)` returns the address of the
/// record found.
template <class Insert, class Find>
void expect_found_by_text_first(Insert&& insert, Find&& find) {
  const Email keyed = email("ŞÜKRÜ@example.org").with_key("şükrü@example.org");
  REQUIRE(insert(keyed));
  const Email other = email("ŞükrÜ@example.org");
  const auto found_as = [&](const Email& asked) {
    const std::optional<Email> found = find(asked);
    return found ? found->text() + " " + found->key() : std::string();
  };
  // The key is returned with the address.
  CHECK(found_as(keyed) == keyed.text() + " " + keyed.key());
  CHECK(found_as(other.with_key(keyed.key())) == keyed.text() + " " + keyed.key());
  CHECK(found_as(other).empty());
  // An address that is its own key is a separate one.
  REQUIRE(insert(other));
  CHECK(found_as(other.with_key(keyed.key())) == other.text() + " " + other.text());
  CHECK(found_as(keyed) == keyed.text() + " " + keyed.key());
}

}  // namespace gatehouse::conformance

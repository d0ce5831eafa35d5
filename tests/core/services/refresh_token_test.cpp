#include <gatehouse/services/tokens/detail/refresh_token.hpp>

#include <set>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/base/bytes.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

struct Family {
  FakeDigest digest;
  SequenceEntropy entropy;
  TokenFamily record = made();

  TokenFamily made() {
    TokenFamily family;
    family.id = *TokenFamilyId::parse("0190163d8694739b8ea5966c26f8ad91");
    entropy.fill(family.salt);
    entropy.fill(family.check_key);
    return family;
  }
  std::string token_after(std::string_view predecessor) const {
    return std::string(make_refresh_token(record, predecessor, digest).reveal());
  }
  bool was_made(std::string_view token) const { return was_made_for(record, token, digest); }
};

TEST_CASE("refresh token: it has 86 characters and contains the id of its family") {
  const Family family;
  const std::string token = family.token_after("a consumer token");
  CHECK(token.size() == refresh_token_length);
  CHECK(from_base64url(token)->size() == 64);
  CHECK(family_named_by(token) == family.record.id);
  CHECK(family.was_made(token));
}

TEST_CASE(
    "refresh token: it is determined by the predecessor and the salt, and differs for others") {
  Family family;
  std::set<std::string> tokens{family.token_after("one")};
  CHECK(tokens.contains(family.token_after("one")));
  CHECK(tokens.insert(family.token_after("two")).second);
  family.entropy.fill(family.record.salt);
  CHECK(tokens.insert(family.token_after("one")).second);
  family.record.id = *TokenFamilyId::parse("0190163d8694739b8ea5966c26f8ad92");
  CHECK(tokens.insert(family.token_after("one")).second);
}

TEST_CASE("refresh token: the secret depends on the predecessor, and the check on the check key") {
  Family family;
  const std::string before = *from_base64url(family.token_after("one"));
  family.entropy.fill(family.record.check_key);
  const std::string after = *from_base64url(family.token_after("one"));
  CHECK(before.substr(0, 48) == after.substr(0, 48));
  CHECK(before.substr(48) != after.substr(48));
  CHECK_FALSE(family.was_made(to_base64url(std::string_view(before))));
}

TEST_CASE("refresh token: a token of the family is recognised independent of the current salt") {
  Family family;
  const std::string first = family.token_after("one");
  family.entropy.fill(family.record.salt);
  const std::string second = family.token_after(first);
  family.entropy.fill(family.record.salt);
  CHECK(family.was_made(first));
  CHECK(family.was_made(second));
}

TEST_CASE("refresh token: a token with any single character changed is not recognised") {
  const Family family;
  const std::string token = family.token_after("one");
  for (std::size_t place = 0; place < token.size(); ++place) {
    for (const char other : {'A', 'B', 'a', '0', '-', '_', '+', '/', '=', '.', '\0', '\xFF'}) {
      if (token[place] == other) continue;
      std::string changed = token;
      changed[place] = other;
      if (family.was_made(changed)) FAIL("place " << place << " changed to " << other);
    }
  }
  for (std::size_t size = 0; size < token.size(); ++size) {
    CHECK_FALSE(family.was_made(token.substr(0, size)));
    CHECK_FALSE(family_named_by(token.substr(0, size)).has_value());
  }
  CHECK_FALSE(family.was_made(token + "A"));
  CHECK_FALSE(family.was_made(token + "="));
}

TEST_CASE("refresh token: a token of another family is not recognised") {
  const Family one;
  Family other;
  other.record.id = *TokenFamilyId::parse("0190163d8694739b8ea5966c26f8ad92");
  CHECK_FALSE(one.was_made(other.token_after("one")));
  // With the id of this family inserted, and everything else unchanged.
  const std::string id(reinterpret_cast<const char*>(one.record.id.bytes().data()), 16);
  const std::string forged = id + from_base64url(other.token_after("one"))->substr(16);
  const std::string text = to_base64url(std::string_view(forged));
  CHECK(family_named_by(text) == one.record.id);
  CHECK(one.was_made(text));  // the check keys are equal, and only they separate families
  other.entropy.fill(other.record.check_key);
  CHECK_FALSE(other.was_made(text));
}

TEST_CASE("refresh token: text of any other form has no family") {
  const std::string good = Family().token_after("one");
  REQUIRE(family_named_by(good).has_value());
  for (const std::string& text :
       {std::string(), std::string(64, 'a'), std::string(85, 'A'), std::string(87, 'A'),
        std::string(86, '.'), std::string(86, ' '), std::string(86, '\0'),
        std::string(85, 'A') + "B", good.substr(0, 85) + "=", "x" + good,
        std::string(10'000'000, 'A')}) {
    CHECK_FALSE(family_named_by(text).has_value());
  }
  CHECK(family_named_by(std::string(86, 'A')) == TokenFamilyId());
}

}  // namespace
}  // namespace gatehouse::testing

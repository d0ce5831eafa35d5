// Invalid access tokens: the attacks of RFC 8725, and random mutations of a valid token.
#include <array>
#include <cstdint>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/base/json.hpp>

#include "forging.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("hostile tokens: the algorithm none is refused in any spelling") {
  const Issuer issuer;
  for (const std::string algorithm : {"none", "None", "NONE", "nOnE", "", " none"}) {
    CAPTURE(algorithm);
    const std::string both = to_base64url(json(with(issuer.header(), "alg", quoted(algorithm)))) +
                             "." + to_base64url(json(issuer.claims()));
    CHECK_FALSE(issuer.takes(both + "."));
    CHECK_FALSE(issuer.takes(both));
    CHECK_FALSE(issuer.takes(both + "." + to_base64url(issuer.es256.signer->sign(both))));
  }
}

TEST_CASE("hostile tokens: the key determines the algorithm, never the token") {
  const Issuer issuer;
  for (const std::string algorithm :
       {"EdDSA", "ES384", "ES256K", "HS256", "RS256", "PS256", "es256", "ES256 ", "Ed25519"}) {
    CAPTURE(algorithm);
    // With a valid signature of that key.
    CHECK_FALSE(issuer.takes(
        issuer.text(with(issuer.header(), "alg", quoted(algorithm)), issuer.claims())));
  }
  for (const std::string value : {"", "null", "1", "[\"ES256\"]", "{\"a\":\"ES256\"}"}) {
    CAPTURE(value);
    CHECK_FALSE(issuer.takes(issuer.text(with(issuer.header(), "alg", value), issuer.claims())));
  }
}

TEST_CASE("hostile tokens: the public key is not accepted as an HMAC secret") {
  const Issuer issuer;
  const FakeDigest digest;
  const std::string both = to_base64url(json(with(issuer.header(), "alg", quoted("HS256")))) + "." +
                           to_base64url(json(issuer.claims()));
  const std::string& octets = issuer.es256.public_key.octets;
  for (const std::string& key :
       {octets, to_base64url(std::string_view(octets)), issuer.keys.to_json()}) {
    const KeyedDigest signature = digest.hmac_sha256(Secret(key), both);
    CHECK_FALSE(issuer.takes(both + "." + to_base64url(signature)));
  }
}

TEST_CASE("hostile tokens: a signature of a key outside the set is refused, whatever its key id") {
  const Issuer issuer;
  const std::string claims = json(issuer.claims());
  for (const std::string& value : {quoted("other"), quoted("es"), quoted("ed"), quoted(""),
                                   quoted("../es"), quoted("es\\u0000"), std::string("null"),
                                   std::string("1"), std::string("[\"es\"]"), std::string()}) {
    CAPTURE(value);
    const std::string header = json(with(issuer.header(issuer.untrusted), "kid", value));
    CHECK_FALSE(issuer.takes(Issuer::text(header, claims, issuer.untrusted)));
  }
  // So is a signature of a key in the set under the id of another key, or without one.
  for (const std::string& value : {quoted("ed"), quoted("ES"), quoted("es "), std::string()}) {
    CAPTURE(value);
    CHECK_FALSE(issuer.takes(issuer.text(with(issuer.header(), "kid", value), issuer.claims())));
  }
  // A key embedded in the token is ignored.
  KeySet own;
  own.add("other", issuer.untrusted.public_key, issuer.signatures);
  const auto jwk = own.to_json().substr(9, own.to_json().size() - 11);
  REQUIRE(JsonObject::parse(jwk).has_value());
  CHECK_FALSE(issuer.takes(Issuer::text(json(with(issuer.header(issuer.untrusted), "jwk", jwk)),
                                        claims, issuer.untrusted)));
  CHECK_FALSE(
      verify_access_token(issuer.text(), KeySet(), issuer.policy(), issuer.now).has_value());
}

TEST_CASE("hostile tokens: an unknown critical header is refused") {
  const Issuer issuer;
  for (const std::string value : {"[\"exp\"]", "[]", "[\"b64\"]", "null", "\"\"", "false"}) {
    CAPTURE(value);
    CHECK_FALSE(issuer.takes(issuer.text(with(issuer.header(), "crit", value), issuer.claims())));
  }
}

TEST_CASE("hostile tokens: the signature of another token and a missing one are refused") {
  const Issuer issuer;
  Issuer another;
  another.token.expires_at += std::chrono::hours(1);
  const std::string text = issuer.text();
  const auto signature_of = [](const std::string& token) {
    return token.substr(token.rfind('.') + 1);
  };
  const std::string both = text.substr(0, text.rfind('.') + 1);
  CHECK(issuer.takes(both + signature_of(text)));
  CHECK_FALSE(issuer.takes(both + signature_of(another.text())));
  CHECK_FALSE(issuer.takes(both));
  CHECK_FALSE(issuer.takes(both + to_base64url(std::string(64, '\0'))));
  CHECK_FALSE(issuer.takes(both + to_base64url(issuer.eddsa.signer->sign(both))));
  // Header and claims of two tokens, each of which is valid.
  const std::string claims = to_base64url(json(another.claims()));
  CHECK_FALSE(issuer.takes(text.substr(0, text.find('.') + 1) + claims + "." + signature_of(text)));
}

TEST_CASE("hostile tokens: a token truncated at any position, or extended, is refused") {
  const Issuer issuer;
  const std::string text = issuer.text();
  REQUIRE(issuer.takes(text));
  for (std::size_t size = 0; size < text.size(); ++size) {
    if (issuer.takes(std::string_view(text).substr(0, size))) FAIL("cut off at " << size);
    if (issuer.takes(std::string_view(text).substr(size + 1))) FAIL("cut off before " << size);
  }
  for (const std::string more :
       {"=", "==", ".", "..", "A", " ", "\n", "\t", "&", "%3D", ".e30", "AAAA"}) {
    CAPTURE(more);
    CHECK_FALSE(issuer.takes(text + more));
    CHECK_FALSE(issuer.takes(more + text));
  }
  CHECK_FALSE(issuer.takes(text + std::string(1, '\0')));
  CHECK_FALSE(issuer.takes("Bearer " + text));
  CHECK_FALSE(issuer.takes(text + "." + text));
}

TEST_CASE("hostile tokens: a token with any single character changed is refused") {
  const Issuer issuer;
  const std::string text = issuer.text();
  for (std::size_t place = 0; place < text.size(); ++place) {
    for (const char other : {'A', 'B', '-', '_', '.', '=', '+', '/', ' ', '\n', '\0', '\xFF'}) {
      if (text[place] == other) continue;
      std::string changed = text;
      changed[place] = other;
      if (issuer.takes(changed)) FAIL("taken with place " << place << " changed: " << changed);
    }
    // The next character of the alphabet, which differs in the low bits that only strict decoders
    // check.
    std::string changed = text;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    if (issuer.takes(changed)) FAIL("taken with place " << place << " changed: " << changed);
  }
  CHECK(issuer.takes(text));
}

TEST_CASE("hostile tokens: non-canonical base64 is refused") {
  const Issuer issuer;
  // The length varies by one octet, so that some part has padding and unused bits.
  for (const std::string space : {"", " ", "  "}) {
    const std::string header = json(issuer.header()) + space;
    const std::string claims = json(issuer.claims());
    const std::string good = Issuer::text(header, claims, issuer.es256);
    REQUIRE(issuer.takes(good));
    const auto with_signature = [&](const std::string& both) {
      return both + "." + to_base64url(issuer.es256.signer->sign(both));
    };
    const std::string part = to_base64url(header);
    const std::string other = to_base64url(claims);
    CHECK(issuer.takes(with_signature(part + "." + other)));
    for (const std::string padding : {"=", "==", "===", "A", "\n", " "}) {
      CAPTURE(padding);
      CHECK_FALSE(issuer.takes(with_signature(part + padding + "." + other)));
      CHECK_FALSE(issuer.takes(with_signature(part + "." + other + padding)));
      CHECK_FALSE(issuer.takes(good + padding));
    }
    if (part.size() % 4 != 0) {
      std::string spare = part;
      spare.back() = static_cast<char>(spare.back() + 1);
      CHECK_FALSE(issuer.takes(with_signature(spare + "." + other)));
    }
  }
  // The characters 62 and 63 of the standard alphabet.
  const std::string header = json(with(issuer.header(), "x", quoted("\xC3\xBB\xC3\xBF~~~>>>")));
  std::string text = Issuer::text(header, json(issuer.claims()), issuer.es256);
  REQUIRE(issuer.takes(text));
  REQUIRE(text.find_first_of("-_") < text.find('.'));
  std::string both = text.substr(0, text.rfind('.'));
  for (char& c : both) c = c == '-' ? '+' : c == '_' ? '/' : c;
  CHECK_FALSE(issuer.takes(both + "." + to_base64url(issuer.es256.signer->sign(both))));
}

TEST_CASE("hostile tokens: a token above the maximum length is refused without parsing") {
  const Issuer issuer;
  const auto padded = [&](std::size_t size) {
    // Three octets are encoded as four characters.
    std::string claims = json(issuer.claims());
    for (;;) {
      std::string text = Issuer::text(json(issuer.header()), claims, issuer.es256);
      if (text.size() >= size) return text;
      claims += std::string(std::max<std::size_t>((size - text.size()) * 3 / 4, 1), ' ');
    }
  };
  const std::string longest = padded(max_access_token_size - 1);
  REQUIRE(longest.size() <= max_access_token_size);
  CHECK(issuer.takes(longest));
  const std::string too_long = padded(max_access_token_size + 1);
  CHECK_FALSE(issuer.takes(too_long));
  CHECK_FALSE(issuer.takes(std::string(10'000'000, '.')));
}

TEST_CASE("hostile tokens: parts that are not JSON objects are refused, signed or not") {
  const Issuer issuer;
  const std::string header = json(issuer.header());
  const std::string claims = json(issuer.claims());
  const std::string deep = "{\"a\":" + std::string(400, '[') + std::string(400, ']') + "}";
  for (const std::string& bad :
       {std::string(), std::string("null"), std::string("[]"), std::string("1"), "[" + claims + "]",
        claims + claims, claims + "x", "\xEF\xBB\xBF" + claims, std::string("{\"a\":\"\xFF\"}"),
        deep}) {
    CAPTURE(bad);
    CHECK_FALSE(issuer.takes(Issuer::text(header, bad, issuer.es256)));
    CHECK_FALSE(issuer.takes(Issuer::text(bad, claims, issuer.es256)));
  }
}

TEST_CASE("hostile tokens: thousands of random mutations of a valid token are refused") {
  const Issuer issuer;
  const std::string good = issuer.text();
  std::mt19937 random(9068);
  const auto roll = [&](std::size_t sides) { return random() % sides; };
  int tried = 0;
  for (int round = 0; round < 5'000; ++round) {
    std::string text = good;
    for (std::size_t changes = roll(4) + 1; changes > 0; --changes) {
      const std::size_t place = roll(text.size() + 1);
      switch (roll(5)) {
        case 0: text.insert(place, 1, static_cast<char>(roll(256))); break;
        case 1: text.erase(place, roll(8) + 1); break;
        case 2: text.insert(place, text.substr(roll(text.size() + 1), roll(16))); break;
        case 3: text.insert(place, 1, '.'); break;
        default: text.replace(place, 1, 1, "Ae.=_"[roll(5)]); break;
      }
    }
    if (text == good) continue;
    ++tried;
    if (issuer.takes(text)) FAIL("round " << round << ": " << text);
  }
  CHECK(tried > 4'000);
}

// Text that is read yields the same values when it is written and read again, and random octets,
// most of them close to valid JSON, do not crash the reader.
TEST_CASE(
    "hostile tokens: thousands of random mutations of JSON are read or rejected without a crash") {
  const Issuer issuer;
  const std::string good =
      R"({"a":"\u00e9\ud83d\ude00\n","b":[{"c":-1},{"c":2e+3}],"d":{"e":[true,null]},"f":17})";
  std::mt19937 random(8259);
  const auto roll = [&](std::size_t sides) { return random() % sides; };
  constexpr std::string_view letters = "\"\\{}[]:,0-.eEu1dD8 \n\x80\xC3tn";
  int read = 0;
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = good;
    for (std::size_t changes = roll(3) + 1; changes > 0; --changes) {
      const std::size_t place = roll(text.size());
      switch (roll(3)) {
        case 0: text.insert(place, 1, letters[roll(letters.size())]); break;
        case 1: text.erase(place, roll(3) + 1); break;
        default: text[place] = letters[roll(letters.size())]; break;
      }
    }
    const auto object = JsonObject::parse(text);
    ++(object ? read : refused);
    if (!object) continue;
    for (const std::string_view name : {"a", "b", "d", "f"}) {
      const auto value = object->text(name);
      if (!value) continue;
      JsonWriter writer;
      writer.add(name, *value);
      if (JsonObject::parse(std::move(writer).finish()).value().text(name) != value) {
        FAIL("round " << round << ": " << text);
      }
    }
    const auto number = object->integer("f");
    if (number && text.find(std::to_string(*number)) == std::string::npos &&
        text.find("-0") == std::string::npos) {
      FAIL("round " << round << ": " << text);
    }
  }
  CHECK(read > 500);
  CHECK(refused > 10'000);
}

}  // namespace
}  // namespace gatehouse::testing

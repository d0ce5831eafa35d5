#include <gatehouse/services/tokens/key_set.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/json.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

constexpr auto es256 = SignatureAlgorithm::es256;
constexpr auto eddsa = SignatureAlgorithm::eddsa;

/// Members of a JWK, to be modified one at a time.
struct Jwk {
  std::vector<std::pair<std::string, std::string>> members;

  /// Sets the member to the JSON value; removes it if the value is empty.
  [[nodiscard]] Jwk with(const std::string& name, const std::string& json) const {
    Jwk changed = *this;
    std::erase_if(changed.members, [&](const auto& member) { return member.first == name; });
    if (!json.empty()) changed.members.emplace_back(name, json);
    return changed;
  }
  [[nodiscard]] std::string json() const {
    std::string text;
    for (const auto& [name, value] : members) {
      text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
    }
    return text + "}";
  }
};

std::string quoted(const std::string& text) { return '"' + text + '"'; }

Jwk jwk_of(const std::string& id, const PublicKey& key) {
  const auto part = [&](std::size_t begin) {
    return quoted(to_base64url(std::string_view(key.octets).substr(begin, 32)));
  };
  Jwk jwk;
  if (key.algorithm == es256) {
    jwk.members = {
        {"kty", quoted("EC")}, {"crv", quoted("P-256")}, {"x", part(0)}, {"y", part(32)}};
  } else {
    jwk.members = {{"kty", quoted("OKP")}, {"crv", quoted("Ed25519")}, {"x", part(0)}};
  }
  jwk.members.emplace_back("kid", quoted(id));
  return jwk;
}

std::string set_of(const std::vector<Jwk>& jwks) {
  std::string text;
  for (const Jwk& jwk : jwks) text += (text.empty() ? "" : ",") + jwk.json();
  return "{\"keys\":[" + text + "]}";
}

struct Keys {
  FakeSignatures signatures;
  PublicKey point = signatures.make_keys(es256).public_key;
  PublicKey edwards = signatures.make_keys(eddsa).public_key;

  /// The ids of the keys that were removed from the set.
  std::string taken(const std::string& json) const {
    const auto set = KeySet::parse(json, signatures);
    if (!set) return std::string(name(set.error().code));
    std::string ids;
    for (const KeySet::Key& key : set->keys()) {
      ids += (ids.empty() ? "" : " ") + (key.id.empty() ? "(empty)" : key.id);
    }
    return ids;
  }
  std::string taken(const std::vector<Jwk>& jwks) const { return taken(set_of(jwks)); }
};

TEST_CASE("key set: published keys of both algorithms are read back unchanged") {
  Keys keys;
  KeySet published;
  published.add("a", keys.point, keys.signatures);
  published.add("b \"quoted\"", keys.edwards, keys.signatures);
  const KeySet read = must(KeySet::parse(published.to_json(), keys.signatures));
  REQUIRE(read.keys().size() == 2);
  CHECK(read.keys()[0].id == "a");
  CHECK(read.keys()[0].public_key == keys.point);
  CHECK(read.keys()[1].id == "b \"quoted\"");
  CHECK(read.keys()[1].public_key == keys.edwards);
  CHECK(read.to_json() == published.to_json());
  for (const KeySet::Key& key : read.keys()) {
    CHECK(key.verifier != nullptr);
    CHECK(read.find(key.id) == &key);
  }
  CHECK(read.find("A") == nullptr);
  CHECK(read.find("") == nullptr);
}

TEST_CASE(
    "key set: keys are published as in RFC 7517, RFC 7518 and RFC 8037, without private parts") {
  Keys keys;
  KeySet published;
  published.add("one", keys.point, keys.signatures);
  published.add("two", keys.edwards, keys.signatures);
  const auto jwks = JsonObject::parse(published.to_json()).value().objects("keys").value();
  REQUIRE(jwks.size() == 2);
  const std::string_view octets = keys.point.octets;
  CHECK(jwks[0].text("kty") == "EC");
  CHECK(jwks[0].text("crv") == "P-256");
  CHECK(jwks[0].text("x") == to_base64url(octets.substr(0, 32)));
  CHECK(jwks[0].text("y") == to_base64url(octets.substr(32)));
  CHECK(jwks[0].text("alg") == "ES256");
  CHECK(jwks[0].text("kid") == "one");
  CHECK(jwks[1].text("kty") == "OKP");
  CHECK(jwks[1].text("crv") == "Ed25519");
  CHECK(jwks[1].text("x") == to_base64url(std::string_view(keys.edwards.octets)));
  CHECK(jwks[1].text("alg") == "EdDSA");
  CHECK_FALSE(jwks[1].has("y"));
  for (const JsonObject& jwk : jwks) {
    CHECK(jwk.text("use") == "sig");
    CHECK_FALSE(jwk.has("d"));
  }
  CHECK(KeySet().to_json() == R"({"keys":[]})");
}

TEST_CASE("key set: keys without optional members or with unknown ones are accepted") {
  Keys keys;
  const Jwk point = jwk_of("a", keys.point);
  const Jwk edwards = jwk_of("b", keys.edwards);
  CHECK(keys.taken({point, edwards}) == "a b");
  CHECK(keys.taken({point.with("use", "\"sig\"").with("alg", "\"ES256\""),
                    edwards.with("use", "\"sig\"").with("alg", "\"EdDSA\"")}) == "a b");
  CHECK(keys.taken({point.with("x5c", "[\"x\"]").with("nbf", "1").with("d", "\"x\"")}) == "a");
  CHECK(keys.taken({point.with("kid", "\"\\u0061\"")}) == "a");
}

TEST_CASE("key set: keys of another type, for another use or in another form are skipped") {
  Keys keys;
  const Jwk point = jwk_of("a", keys.point);
  const Jwk good = jwk_of("good", keys.edwards);
  const std::string_view x = std::string_view(keys.point.octets).substr(0, 32);
  const std::string short_x = quoted(to_base64url(x.substr(0, 31)));
  const std::string long_x = quoted(to_base64url(std::string(x) + "x"));
  const std::string zeros = quoted(to_base64url(std::string(32, '\0')));
  const std::vector<Jwk> bad{
      point.with("kty", "\"RSA\"").with("n", "\"AQAB\"").with("e", "\"AQAB\""),
      point.with("kty", "\"oct\"").with("k", "\"AQAB\""),
      point.with("kty", "\"OKP\""),
      point.with("kty", "\"ec\""),
      point.with("kty", ""),
      point.with("kty", "1"),
      point.with("crv", "\"P-384\""),
      point.with("crv", "\"secp256k1\""),
      point.with("crv", "\"Ed25519\""),
      point.with("crv", ""),
      point.with("use", "\"enc\""),
      point.with("use", "\"SIG\""),
      point.with("use", "1"),
      point.with("use", "null"),
      point.with("alg", "\"EdDSA\""),
      point.with("alg", "\"HS256\""),
      point.with("alg", "\"none\""),
      point.with("alg", "[\"ES256\"]"),
      point.with("kid", ""),
      point.with("kid", "\"\""),
      point.with("kid", "7"),
      point.with("x", ""),
      point.with("x", "\"\""),
      point.with("x", "5"),
      point.with("x", short_x),
      point.with("x", long_x),
      point.with("x", zeros),
      point.with("y", ""),
      point.with("y", short_x),
      point.with("y", long_x),
      point.with("y", zeros),
      point.with("x", quoted(to_base64url(x) + "=")),
      point.with("x", quoted(to_base64url(x) + " ")),
      good.with("kid", "\"c\"").with("crv", "\"X25519\""),
      good.with("kid", "\"c\"").with("crv", "\"Ed448\""),
      good.with("kid", "\"c\"").with("kty", "\"EC\""),
      good.with("kid", "\"c\"").with("alg", "\"ES256\""),
      good.with("kid", "\"c\"").with("x", zeros),
      Jwk{{{"kid", "\"c\""}}},
  };
  for (const Jwk& jwk : bad) {
    CAPTURE(jwk.json());
    CHECK(keys.taken({jwk, good}) == "good");
  }
}

TEST_CASE("key set: two keys with the same id are both skipped, whatever their type") {
  Keys keys;
  const Jwk one = jwk_of("a", keys.point);
  const Jwk two = jwk_of("b", keys.edwards);
  CHECK(keys.taken({one, two.with("kid", "\"a\"")}) == "");
  CHECK(keys.taken({one, one}) == "");
  CHECK(keys.taken({one, two, one}) == "b");
  CHECK(keys.taken({one, two, one.with("kty", "\"RSA\"").with("kid", "\"\\u0061\"")}) == "b");
}

TEST_CASE("key set: text of any other form is rejected") {
  Keys keys;
  const std::string key = jwk_of("a", keys.point).json();
  CHECK(keys.taken("{\"keys\":[" + key + "],\"more\":1}") == "a");
  for (const std::string& text : std::vector<std::string>{
           std::string(), std::string("{}"), std::string("null"), "[" + key + "]", key,
           "{\"keys\":" + key + "}", "{\"keys\":[" + key + ",1]}", "{\"keys\":[" + key + ",null]}",
           "{\"keys\":[\"a\"]}", "{\"keys\":null}", "{\"Keys\":[]}",
           "{\"keys\":[],\"keys\":[" + key + "]}", "{\"keys\":[" + key + "]} ...",
           "{\"keys\":[{\"kid\":\"a\",\"kid\":\"b\"}]}", std::string("<html></html>"),
           "{\"keys\":[" + key}) {
    CAPTURE(text);
    CHECK(keys.taken(text) == "invalid_argument");
  }
}

TEST_CASE("key set: it contains at most 64 keys, and further ones are skipped") {
  Keys keys;
  std::vector<Jwk> jwks;
  std::string first_ids;
  for (int i = 0; i < 70; ++i) {
    const std::string id = "k" + std::to_string(i);
    jwks.push_back(jwk_of(id, keys.signatures.make_keys(i % 2 == 0 ? es256 : eddsa).public_key));
    if (i < 64) first_ids += (i == 0 ? "" : " ") + id;
  }
  CHECK(keys.taken(jwks) == first_ids);
}

TEST_CASE("key set: an invalid key is not added") {
  Keys keys;
  KeySet set;
  PublicKey none = keys.point;
  none.octets.pop_back();
  set.add("a", none, keys.signatures);
  CHECK(set.keys().empty());
  CHECK(set.find("a") == nullptr);
}

}  // namespace
}  // namespace gatehouse::testing

// Forged and modified access tokens (RFC 8725, section 2).
#include <doctest/doctest.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <string>
#include <vector>

#include <gatehouse/base/bytes.hpp>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;
using gatehouse::from_base64url;
using gatehouse::to_base64url;

namespace {

namespace json = boost::json;
using Change = std::function<void(json::object&)>;

/// The parts of a token, to be combined in another way.
struct Parts {
  explicit Parts(const std::string& token)
      : header(part_of(token, 0)),
        claims(part_of(token, 1)),
        signature(token.substr(token.rfind('.') + 1)) {}

  [[nodiscard]] std::string signed_part() const {
    return to_base64url(json::serialize(header)) + "." + to_base64url(json::serialize(claims));
  }
  [[nodiscard]] std::string token() const { return signed_part() + "." + signature; }

  json::object header;
  json::object claims;
  std::string signature;
};

std::string hmac(const std::string& key, const std::string& text) {
  std::array<unsigned char, 32> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  return to_base64url(std::string(mac.begin(), mac.end()));
}

/// The secret that a vulnerable verifier might use for an HMAC.
std::vector<std::string> octets_of(const json::value& key) {
  const std::string x = *from_base64url(std::string(key.at("x").as_string()));
  const std::string y = *from_base64url(std::string(key.at("y").as_string()));
  // The DER prefix of a P-256 key before its point (RFC 5480).
  constexpr std::array<unsigned char, 27> prefix{
      0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06,
      0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
  const std::string der = std::string(prefix.begin(), prefix.end()) + x + y;
  std::string encoded(4 * ((der.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                  reinterpret_cast<const unsigned char*>(der.data()), static_cast<int>(der.size()));
  std::string pem = "-----BEGIN PUBLIC KEY-----\n";
  for (std::size_t i = 0; i < encoded.size(); i += 64) pem += encoded.substr(i, 64) + "\n";
  pem += "-----END PUBLIC KEY-----\n";
  return {
      "", x, x + y, "\x04" + x + y, der, pem, pem.substr(0, pem.size() - 1), json::serialize(key)};
}

std::vector<Change> changes_of_header() {
  std::vector<Change> all;
  for (const char* algorithm : {"none", "None", "NONE", "", "HS256", "HS512", "ES384", "ES512",
                                "RS256", "PS256", "EdDSA", "es256", "ES256 "}) {
    all.emplace_back([=](json::object& header) { header["alg"] = algorithm; });
  }
  for (const char* type : {"JWT", "at+JWT2", "jwt", "", "application/jwt", "id+jwt"}) {
    all.emplace_back([=](json::object& header) { header["typ"] = type; });
  }
  for (const char* name : {"alg", "typ", "kid"}) {
    all.emplace_back([=](json::object& header) { header.erase(name); });
    all.emplace_back([=](json::object& header) { header[name] = nullptr; });
    all.emplace_back([=](json::object& header) { header[name] = json::array{header[name]}; });
  }
  for (const char* id : {"", "0", "../../../../dev/null", "' OR 1=1 --"}) {
    all.emplace_back([=](json::object& header) { header["kid"] = id; });
  }
  all.emplace_back([](json::object& header) { header["crit"] = json::array{"exp"}; });
  all.emplace_back([](json::object& header) { header["jku"] = "https://evil.example/jwks.json"; });
  all.emplace_back([](json::object& header) {
    header["jwk"] = json::object{{"kty", "oct"}, {"k", "c2VjcmV0"}};
  });
  return all;
}

std::vector<Change> changes_of_claims(const Provider& other) {
  return {
      [](json::object& claims) { claims["aud"] = "another"; },
      [](json::object& claims) { claims["aud"] = json::array{claims["aud"]}; },
      [](json::object& claims) { claims["iss"] = "https://evil.example"; },
      [](json::object& claims) { claims["exp"] = claims["exp"].as_int64() + 1; },
      [](json::object& claims) { claims.erase("exp"); },
      [](json::object& claims) { claims["iat"] = 0; },
      [](json::object& claims) { claims["sub"] = std::string(32, '0'); },
      [](json::object& claims) { claims["jti"] = std::string(32, '0'); },
      [](json::object& claims) { claims["admin"] = true; },
      [&](json::object& claims) { claims["project"] = other.tenant.project; },
      [&](json::object& claims) { claims["account"] = other.tenant.account; },
      [](json::object& claims) { claims.clear(); },
  };
}

std::vector<std::string> cut_and_joined(const std::string& token) {
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  const std::string head = token.substr(0, last);
  return {head,
          head + ".",
          token + ".",
          "." + token,
          token + "." + token,
          token.substr(0, first) + "." + token.substr(last + 1),
          token.substr(first),
          token.substr(0, first),
          token.substr(0, token.size() - 1),
          token.substr(0, token.size() - 43),
          token.substr(1),
          token + "A",
          token + "=",
          token + " ",
          " " + token,
          head + "." + std::string(86, 'A'),
          head + "." + std::string(86, '_'),
          token + "." + token.substr(last + 1),
          token + std::string(4096 - token.size(), 'A'),
          token + std::string(4097 - token.size(), 'A'),
          token + std::string(60'000, 'A')};
}

}  // namespace

TEST_CASE("hostile tokens: a modified access token is invalid") {
  Provider provider(shared_installation());
  const Provider other(shared_installation());
  const std::string token = provider.begin().access;
  // Unmodified parts form a valid token: only the modifications are refused.
  REQUIRE(Parts(token).token() == token);
  for (const Change& change : changes_of_header()) {
    Parts parts(token);
    change(parts.header);
    for (const std::string& made : {parts.token(), parts.signed_part() + "."}) {
      INFO(json::serialize(parts.header));
      check_inactive(provider.introspect(made));
    }
  }
  for (const Change& change : changes_of_claims(other)) {
    Parts parts(token);
    change(parts.claims);
    INFO(json::serialize(parts.claims));
    check_inactive(provider.introspect(parts.token()));
    parts.header["alg"] = "none";
    check_inactive(provider.introspect(parts.signed_part() + "."));
  }
  for (const std::string& made : cut_and_joined(token)) {
    INFO(made.substr(0, 100) << " of " << made.size());
    check_inactive(provider.introspect(made));
  }
  CHECK(provider.is_active(token));
}

TEST_CASE("hostile tokens: a token signed with the public key as an HMAC secret is invalid") {
  Provider provider(shared_installation());
  const std::string token = provider.begin().access;
  for (const auto& key : published_keys(provider.tenant.client)) {
    if (key.at("kid").as_string() != key_of(token)) continue;
    const auto secrets = octets_of(key);
    CHECK(secrets.size() == 8);
    for (const std::string& secret : secrets) {
      Parts parts(token);
      parts.header["alg"] = "HS256";
      check_inactive(
          provider.introspect(parts.signed_part() + "." + hmac(secret, parts.signed_part())));
    }
    return;
  }
  FAIL("the key is not published");
}

TEST_CASE("hostile tokens: a change of any octet of a token is detected") {
  Provider provider(shared_installation());
  const std::string token = provider.begin().access;
  std::size_t tried = 0;
  for (std::size_t i = 0; i < token.size(); i += 3) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'Q' : 'A';
    CAPTURE(i);
    check_inactive(provider.introspect(changed));
    ++tried;
  }
  CHECK(tried > 150);
  CHECK(provider.is_active(token));
}

TEST_CASE("hostile tokens: a signature with the claims of another token is invalid") {
  Provider provider(shared_installation());
  const Parts one(provider.begin().access);
  Parts two(provider.begin().access);
  REQUIRE(one.signature != two.signature);
  two.signature = one.signature;
  check_inactive(provider.introspect(two.token()));
}

TEST_CASE("hostile tokens: revoking a forged token does not end the original") {
  Provider provider(shared_installation());
  const TokenPair tokens = provider.begin();
  Parts unsigned_parts(tokens.access);
  unsigned_parts.header["alg"] = "none";
  std::string other_check = tokens.refresh;
  other_check.back() = other_check.back() == 'A' ? 'Q' : 'A';
  for (const std::string& made :
       {unsigned_parts.signed_part() + ".", tokens.access.substr(0, tokens.access.size() - 1),
        other_check, tokens.refresh.substr(0, 22) + std::string(64, 'A')}) {
    CAPTURE(made);
    CHECK(provider.revoke(made).status == 200);
    check_oauth_refused(provider.exchange(made), 400, "invalid_grant");
  }
  CHECK(provider.is_active(tokens.access));
  CHECK(provider.is_active(tokens.refresh));
}

// The claims of an access token (RFC 9068, section 2), and which tokens a service accepts (section
// 4).
#include <gatehouse/services/tokens/access_token.hpp>

#include <chrono>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "forging.hpp"
#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::seconds;

std::int64_t numeric(Timestamp time) {
  return std::chrono::floor<seconds>(time.time_since_epoch()).count();
}

TEST_CASE("access token: it has the header and claims that RFC 9068 requires") {
  const Issuer issuer;
  const std::string text = issuer.text();
  const JsonObject header = part_of(text, 0);
  CHECK(header.text("typ") == "at+jwt");
  CHECK(header.text("alg") == "ES256");
  CHECK(header.text("kid") == "es");

  const JsonObject claims = part_of(text, 1);
  CHECK(claims.text("iss") == "https://accounts.example.com");
  CHECK(claims.integer("exp") == numeric(issuer.token.expires_at));
  CHECK(claims.text("aud") == "push@" + issuer.token.project.to_string());
  CHECK(claims.text("service") == "push");
  CHECK(claims.text("sub") == issuer.token.consumer.to_string());
  CHECK(claims.text("client_id") == issuer.token.project.to_string());
  CHECK(claims.integer("iat") == numeric(issuer.token.issued_at));
  CHECK(claims.text("jti") == issuer.token.id.to_string());
  CHECK(claims.text("account") == issuer.token.account.to_string());
  CHECK(claims.text("project") == issuer.token.project.to_string());
  CHECK(claims.text("sid") == issuer.token.family.to_string());
}

TEST_CASE("access token: a signed token is verified with the same claims, for both algorithms") {
  const Issuer issuer;
  for (const Issuer::Key* key : {&issuer.es256, &issuer.eddsa}) {
    CAPTURE(key->id);
    const std::string text =
        sign_access_token(issuer.token, key->id, key->public_key.algorithm, *key->signer);
    CHECK(part_of(text, 0).text("alg") == name(key->public_key.algorithm));
    CHECK(must(issuer.verify(text)) == issuer.token);
    CHECK(key_named_by(text) == key->id);
  }
}

TEST_CASE("access token: times are truncated to whole seconds") {
  Issuer issuer;
  issuer.token.issued_at += std::chrono::microseconds(999'999);
  issuer.token.expires_at += std::chrono::microseconds(1);
  const AccessToken read = must(issuer.verify(issuer.text()));
  CHECK(read.issued_at == std::chrono::floor<seconds>(issuer.token.issued_at));
  CHECK(read.expires_at == std::chrono::floor<seconds>(issuer.token.expires_at));
}

TEST_CASE("access token: an unaltered token of the test's forgery is accepted") {
  const Issuer issuer;
  CHECK(issuer.text(issuer.header(), issuer.claims()) == issuer.text());
  CHECK(issuer.takes(issuer.text(issuer.header(), issuer.claims())));
  // With additional claims and in another order.
  Members claims = issuer.claims();
  std::reverse(claims.begin(), claims.end());
  CHECK(issuer.takes(issuer.text(issuer.header(), with(claims, "more", R"({"a":[1,null]})"))));
  CHECK(issuer.takes(
      issuer.text(with(issuer.header(), "jku", quoted("https://evil.example")), issuer.claims())));
}

TEST_CASE(
    "access token: the policy sets issuer, service and project, which do not match if left out") {
  const Issuer issuer;
  const auto verdict = [&](AccessTokenPolicy policy) {
    return outcome(verify_access_token(issuer.text(), issuer.keys, policy, issuer.now));
  };
  const auto other_project = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad99");
  const std::string us = issuer.token.issuer;
  const ProjectId ours = issuer.token.project;
  CHECK(verdict({.issuer = us, .service = code("push"), .project = ours}) == "done");
  CHECK(verdict({.issuer = us, .service = code("chat"), .project = ours}) == "unauthenticated");
  CHECK(verdict({.issuer = us, .service = code("push"), .project = other_project}) ==
        "unauthenticated");
  CHECK(verdict({.issuer = us, .service = {}, .project = {}}) == "unauthenticated");
  CHECK(verdict({.issuer = us, .service = code("push"), .project = {}}) == "unauthenticated");
  CHECK(verdict({.issuer = us, .service = {}, .project = ours}) == "unauthenticated");
  for (const std::string& other :
       {us + "/", us + ".evil.example", std::string("https://Accounts.example.com"),
        std::string("http://accounts.example.com"), std::string()}) {
    CAPTURE(other);
    CHECK(verdict({.issuer = other, .service = code("push"), .project = ours}) ==
          "unauthenticated");
    CHECK_FALSE(verify_any_access_token(issuer.text(), issuer.keys, other, issuer.now));
    CHECK_FALSE(read_access_token(issuer.text(), issuer.keys, other));
  }
}

TEST_CASE(
    "access token: the audience is the service and its project, unless configured otherwise") {
  const Issuer issuer;
  const auto takes = [&](const std::string& audience, const std::string& expected) {
    AccessTokenPolicy policy = issuer.policy();
    policy.audience = expected;
    const std::string text =
        issuer.text(issuer.header(), with(issuer.claims(), "aud", quoted(audience)));
    return verify_access_token(text, issuer.keys, policy, issuer.now).has_value();
  };
  const std::string usual = issuer.token.audience;
  CHECK(takes(usual, ""));
  CHECK(takes(usual, usual));
  CHECK(takes("push", "push"));
  for (const std::string& other :
       {std::string("push"), std::string("chat@") + issuer.token.project.to_string(),
        std::string("push@0190163d8694739b8ea5966c26f8ad99"), usual + " ", usual.substr(1)}) {
    CAPTURE(other);
    CHECK_FALSE(takes(other, ""));
    CHECK_FALSE(takes(usual, other));
  }
}

TEST_CASE("access token: a token without the claim service is accepted by its project alone") {
  const Issuer issuer;
  const Members former = with(with(issuer.claims(), "service", ""), "aud", quoted("push"));
  const std::string text = issuer.text(issuer.header(), former);
  const AccessToken token = must(issuer.verify(text));
  CHECK(token.service == code("push"));
  CHECK(token.audience == "push");
  AccessTokenPolicy policy = issuer.policy();
  policy.project = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad99");
  CHECK_FALSE(verify_access_token(text, issuer.keys, policy, issuer.now));
  policy = issuer.policy();
  policy.service = code("chat");
  CHECK_FALSE(verify_access_token(text, issuer.keys, policy, issuer.now));
  // Its expiry is unchanged.
  CHECK_FALSE(verify_access_token(text, issuer.keys, issuer.policy(),
                                  issuer.token.expires_at + usual_leeway));
}

TEST_CASE("access token: an audience format contains the service and optionally the project") {
  const Issuer issuer;
  const auto filled = [&](std::string_view format) {
    return audience_of(format, issuer.token.service, issuer.token.project);
  };
  CHECK(filled(usual_audience_format) == issuer.token.audience);
  CHECK(filled("{service}") == "push");
  CHECK(filled("https://{project}.example/{service}/{service}") ==
        "https://" + issuer.token.project.to_string() + ".example/push/push");
  for (const std::string_view good :
       {"{service}", "{service}@{project}", "{project}{service}", "urn:x:{service}"}) {
    CAPTURE(good);
    CHECK(is_audience_format(good));
  }
  for (const std::string& bad :
       {std::string(), std::string("push"), std::string("{project}"), std::string("{Service}"),
        std::string("{service"), std::string("{service}{"), std::string("{service}{account}"),
        std::string("{service} {project}"), std::string("{service}\n"), std::string("{service}ş"),
        std::string("{ser{service}vice}"), "{service}" + std::string(248, 'x')}) {
    CAPTURE(bad);
    CHECK_FALSE(is_audience_format(bad));
  }
}

TEST_CASE(
    "access token: a server of several services may accept those of any service and project") {
  const Issuer issuer;
  const std::string us = issuer.token.issuer;
  CHECK(must(verify_any_access_token(issuer.text(), issuer.keys, us, issuer.now)).project ==
        issuer.token.project);
  const Timestamp later = issuer.token.expires_at + usual_leeway;
  CHECK_FALSE(verify_any_access_token(issuer.text(), issuer.keys, us, later));
  // An expired token can still be read.
  CHECK(must(read_access_token(issuer.text(), issuer.keys, us)).id == issuer.token.id);
  CHECK_FALSE(read_access_token(issuer.text(), KeySet(), us));
}

TEST_CASE("access token: the type is at+jwt in any case, with or without the prefix") {
  const Issuer issuer;
  const auto takes = [&](const std::string& type) {
    return issuer.takes(issuer.text(with(issuer.header(), "typ", type), issuer.claims()));
  };
  for (const std::string type :
       {"at+jwt", "AT+JWT", "At+Jwt", "application/at+jwt", "Application/AT+jwt"}) {
    CAPTURE(type);
    CHECK(takes(quoted(type)));
  }
  for (const std::string type : {"JWT", "jwt", "at", "jwt+at", "at+jwt ", " at+jwt", "at+jwts",
                                 "application/", "application", "application/jwt",
                                 "application/application/at+jwt", "text/at+jwt", "dpop+jwt", ""}) {
    CAPTURE(type);
    CHECK_FALSE(takes(quoted(type)));
  }
  CHECK_FALSE(takes(""));
  CHECK_FALSE(takes("null"));
  CHECK_FALSE(takes("[\"at+jwt\"]"));
}

TEST_CASE("access token: a token is expired at its end time plus the leeway") {
  const Issuer issuer;
  const std::string text = issuer.text();
  const auto taken_at = [&](Timestamp now, Duration leeway) {
    AccessTokenPolicy policy = issuer.policy();
    policy.leeway = leeway;
    return verify_access_token(text, issuer.keys, policy, now).has_value();
  };
  const Timestamp end = issuer.token.expires_at;
  const Timestamp begin = issuer.token.issued_at;
  for (const Duration leeway : {Duration(0), Duration(seconds(30)), Duration(seconds(300))}) {
    CAPTURE(leeway.count());
    CHECK(taken_at(end + leeway - Duration(1), leeway));
    CHECK_FALSE(taken_at(end + leeway, leeway));
    CHECK(taken_at(begin - leeway, leeway));
    CHECK_FALSE(taken_at(begin - leeway - Duration(1), leeway));
  }
  CHECK(AccessTokenPolicy{}.leeway == seconds(30));
}

TEST_CASE("access token: a token with a not-before time is accepted from that time on") {
  const Issuer issuer;
  const auto takes = [&](const std::string& not_before) {
    return issuer.takes(issuer.text(issuer.header(), with(issuer.claims(), "nbf", not_before)));
  };
  const std::int64_t now = numeric(issuer.now);
  CHECK(takes(std::to_string(now)));
  CHECK(takes("0"));
  CHECK(takes(std::to_string(now + 30)));
  CHECK_FALSE(takes(std::to_string(now + 31)));
  for (const std::string bad : {"null", "\"0\"", "true", "[]", "-1", "0.5", "1e3",
                                "9223372036854775807", "9223372036854775808", "1099511627777"}) {
    CAPTURE(bad);
    CHECK_FALSE(takes(bad));
  }
}

TEST_CASE("access token: a missing, mistyped or malformed claim is refused") {
  const Issuer issuer;
  const auto takes = [&](const std::string& claim, const std::string& value) {
    return issuer.takes(issuer.text(issuer.header(), with(issuer.claims(), claim, value)));
  };
  for (const std::string claim :
       {"iss", "sub", "aud", "exp", "iat", "jti", "account", "project", "service", "sid"}) {
    CAPTURE(claim);
    for (const std::string value : {"", "null", "true", "{}", "[]", "1.5", "-1", "\"\"", "\"x\"",
                                    "[\"push\"]", "1e9", "99999999999999999999"}) {
      CAPTURE(value);
      CHECK_FALSE(takes(claim, value));
    }
  }
  const std::string id = issuer.token.consumer.to_string();
  CHECK(takes("sub", quoted(id)));
  CHECK_FALSE(takes("sub", quoted(id + "0")));
  CHECK_FALSE(takes("sub", quoted("0190163D8694739B8EA5966C26F8AD91")));
  CHECK_FALSE(takes("exp", quoted(std::to_string(numeric(issuer.token.expires_at)))));
  // Beyond the range of every clock.
  CHECK_FALSE(takes("exp", "9223372036854775807"));
  CHECK(takes("exp", "1099511627776"));
}

TEST_CASE("access token: a duplicate claim or header field is refused") {
  const Issuer issuer;
  for (const auto& [name, value] : issuer.claims()) {
    const auto& captured = name;
    CAPTURE(captured);
    Members claims = issuer.claims();
    claims.emplace_back(name, value);
    CHECK_FALSE(issuer.takes(issuer.text(issuer.header(), claims)));
  }
  for (const auto& [name, value] : issuer.header()) {
    const auto& captured = name;
    CAPTURE(captured);
    Members header = issuer.header();
    header.emplace_back(name, value);
    CHECK_FALSE(issuer.takes(issuer.text(header, issuer.claims())));
  }
  Members claims = issuer.claims();
  claims.emplace_back("\\u0061ud", quoted("push"));
  CHECK_FALSE(issuer.takes(issuer.text(issuer.header(), claims)));
}

TEST_CASE("access token: the refusal is always unauthenticated and repeats no part of the token") {
  const Issuer issuer;
  const std::string secret = quoted("hunter2");
  for (const std::string& text :
       {std::string("hunter2"), issuer.text(with(issuer.header(), "kid", secret), issuer.claims()),
        issuer.text(with(issuer.header(), "alg", secret), issuer.claims()),
        issuer.text(issuer.header(), with(issuer.claims(), "iss", secret)),
        issuer.text(issuer.header(), with(issuer.claims(), "sub", secret)), issuer.text() + "x"}) {
    const auto refused = issuer.verify(text);
    CHECK(outcome(refused) == "unauthenticated");
    CHECK_FALSE(refused.error().detail.empty());
    CHECK(refused.error().detail.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("access token: the key id of a text in the form of a token is returned") {
  const Issuer issuer;
  CHECK(key_named_by(issuer.text()) == "es");
  CHECK(key_named_by(to_base64url(std::string_view(R"({"kid":"x"})")) + "..") == "x");
  for (const std::string& text :
       {std::string(), std::string(".."), std::string("a.b.c"), std::string(R"({"kid":"x"})"),
        to_base64url(std::string_view(R"({"kid":"x"})")),
        to_base64url(std::string_view(R"({"kid":"x"})")) + "...",
        to_base64url(std::string_view(R"({"kid":1})")) + "..",
        issuer.text() + std::string(max_access_token_size, 'a')}) {
    CAPTURE(text);
    CHECK_FALSE(key_named_by(text).has_value());
  }
}

}  // namespace
}  // namespace gatehouse::testing

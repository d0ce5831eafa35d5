// RFC 7662: the response of introspection to a service.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

const std::set<std::string> of_every_token{"active",  "kind",      "iss",     "sub",
                                           "aud",     "client_id", "account", "project",
                                           "service", "iat",       "exp"};

/// The common members for a valid token of any kind; the caller checks the others.
json::object check_active(Provider& provider, const std::string& token, const char* kind,
                          std::int64_t lifetime) {
  const auto reply = provider.introspect(token);
  INFO("answer: " << reply.http.body);
  CHECK(reply.status == 200);
  CHECK(reply.http.header("Content-Type") == "application/json");
  CHECK(reply.http.header("Cache-Control") == "no-store");
  REQUIRE(reply.body.is_object());
  json::object body = reply.body.as_object();
  CHECK(body["active"] == true);
  CHECK(body["kind"] == kind);
  CHECK(body["iss"] == "https://gatehouse.example/people");
  CHECK(body["sub"].as_string() == provider.tenant.consumer);
  CHECK(body["aud"].as_string() == provider.tenant.service + "@" + provider.tenant.project);
  CHECK(body["service"].as_string() == provider.tenant.service);
  CHECK(body["client_id"].as_string() == provider.tenant.project);
  CHECK(body["project"].as_string() == provider.tenant.project);
  CHECK(body["account"].as_string() == provider.tenant.account);
  const auto issued_at = body["iat"].as_int64();
  CHECK(issued_at <= seconds_now());
  CHECK(issued_at > seconds_now() - 60);
  CHECK(body["exp"].as_int64() == issued_at + lifetime);
  // The response must not contain a usable token.
  CHECK(reply.http.body.find(token) == std::string::npos);
  return body;
}

constexpr std::int64_t minute = 60;
constexpr std::int64_t day = 24 * 60 * minute;

}  // namespace

TEST_CASE("introspection: the response for an access token equals its claims") {
  Provider provider(shared_installation());
  const TokenPair tokens = provider.begin();
  const auto body = check_active(provider, tokens.access, "access_token", 180 * minute);
  auto members = of_every_token;
  members.insert({"jti", "token_type"});
  CHECK(names(body) == members);
  CHECK(body.at("token_type") == "Bearer");
  const auto claims = part_of(tokens.access, 1);
  for (const char* name :
       {"iss", "sub", "aud", "client_id", "account", "project", "service", "iat", "exp", "jti"}) {
    CAPTURE(name);
    CHECK(body.at(name) == claims.at(name));
  }
}

TEST_CASE("introspection: refresh tokens and consumer tokens have no members that do not apply") {
  Provider provider(shared_installation());
  CHECK(names(check_active(provider, provider.tenant.consumer_token, "consumer_token",
                           10 * minute)) == of_every_token);
  const TokenPair tokens = provider.begin();
  CHECK(names(check_active(provider, tokens.refresh, "refresh_token", 30 * day)) == of_every_token);
}

TEST_CASE("introspection: the response for an invalid token is only that it is inactive") {
  Provider provider(shared_installation());
  Provider other(shared_installation());
  Tenant& tenant = provider.tenant;
  const TokenPair spent = provider.begin();
  const TokenPair good = provider.exchanged(spent.refresh);
  const TokenPair theirs = other.begin();
  const std::string sibling = tenant.add_project();
  for (const std::string& token : {std::string("x"),
                                   std::string(64, '0'),
                                   std::string(86, 'A'),
                                   std::string("a.b.c"),
                                   std::string(".."),
                                   std::string("."),
                                   std::string(100, '.'),
                                   spent.refresh,
                                   in_capitals(tenant.consumer_token),
                                   good.refresh + "A",
                                   good.refresh.substr(1),
                                   theirs.access,
                                   theirs.refresh,
                                   other.tenant.consumer_token,
                                   provider.service_token,
                                   tenant.admin.token,
                                   tenant.site.root().token,
                                   tenant.consumer,
                                   tenant.project,
                                   std::string("ğ字𝒆"),
                                   std::string("\n"),
                                   std::string("' OR 1=1 --"),
                                   std::string(4096, 'a'),
                                   std::string(60'000, 'a'),
                                   std::string(20'000, '.')}) {
    CAPTURE(token.substr(0, 100));
    check_inactive(provider.introspect(token));
  }
  // Of the same account, but of another project.
  provider.service_token = tenant.get("/projects/" + sibling + "/services-token").text("token");
  for (const std::string& token : {good.access, good.refresh, tenant.consumer_token}) {
    check_inactive(provider.introspect(token));
  }
  provider.issue_service_token();
  CHECK(provider.is_active(good.access));
}

TEST_CASE("introspection: the hint does not change the result") {
  Provider provider(shared_installation());
  const TokenPair tokens = provider.begin();
  for (const std::string& token :
       {tokens.access, tokens.refresh, provider.tenant.consumer_token, std::string("unknown")}) {
    const auto without = provider.introspect(token);
    for (const char* hint :
         {"access_token", "refresh_token", "consumer_token", "pat", "", "字", "ACCESS_TOKEN"}) {
      CAPTURE(hint);
      const auto with =
          provider.post_form("/oauth2/introspect", {{"token_type_hint", hint}, {"token", token}},
                             provider.authorization());
      CHECK(with.status == 200);
      CHECK(with.body == without.body);
    }
  }
}

TEST_CASE("introspection: a request without a token is an invalid_request") {
  Provider provider(shared_installation());
  for (const char* form :
       {"", "token", "token=", "Token=x", "token=x&token=x", "token=%zz", "token=%00",
        "token_type_hint=access_token", "token=x&token_type_hint=a&token_type_hint=a"}) {
    CAPTURE(form);
    for (const char* path : {"/oauth2/introspect", "/oauth2/revoke"}) {
      check_oauth_refused(
          provider.tenant.client.send(form_request(path, form, provider.authorization())), 400,
          "invalid_request");
    }
  }
}

TEST_CASE("introspection: a service authenticates with its token by Bearer, Token or Basic") {
  Provider provider(shared_installation());
  const TokenPair tokens = provider.begin();
  for (const std::string& authorization :
       {"Bearer " + provider.service_token, "bearer " + provider.service_token,
        "Token " + provider.service_token, provider.service_token,
        basic(provider.tenant.project, provider.service_token)}) {
    CAPTURE(authorization);
    for (const char* path : {"/oauth2/introspect", "/oauth2/revoke"}) {
      CHECK(provider.post_form(path, {{"token", "unknown"}}, authorization).status == 200);
    }
    const auto reply =
        provider.post_form("/oauth2/introspect", {{"token", tokens.access}}, authorization);
    CHECK(reply.body.at("active") == true);
  }
}

TEST_CASE("introspection: unauthenticated requests get no information and have no effect") {
  Provider provider(shared_installation());
  const Provider other(shared_installation());
  const Tenant& tenant = provider.tenant;
  const TokenPair tokens = provider.begin();
  const std::string ended = provider.service_token;
  provider.end_service_tokens();
  provider.issue_service_token();
  const std::string& project = tenant.project;
  for (const std::string& authorization : {std::string(),
                                           std::string("Bearer"),
                                           std::string("Bearer unknown"),
                                           "Bearer " + ended,
                                           "Bearer " + tenant.admin.token,
                                           "Bearer " + tenant.site.root().token,
                                           "Bearer " + tokens.access,
                                           "Bearer " + tokens.refresh,
                                           "Bearer " + tenant.consumer_token,
                                           "Digest " + provider.service_token,
                                           std::string("Basic"),
                                           std::string("Basic %%%"),
                                           basic("", provider.service_token),
                                           basic(tenant.service, provider.service_token),
                                           basic(other.tenant.project, provider.service_token),
                                           basic(project, ""),
                                           basic(project, "unknown"),
                                           basic(project, ended),
                                           basic(project, other.service_token),
                                           basic(in_capitals(project), provider.service_token),
                                           basic(provider.service_token, project)}) {
    CAPTURE(authorization);
    for (const char* path : {"/oauth2/introspect", "/oauth2/revoke"}) {
      CAPTURE(path);
      for (const std::size_t length : {0U, 2000U}) {
        const auto reply = provider.post_form(
            path, {{"token", tokens.access}, {"x", std::string(length, 'x')}}, authorization);
        check_oauth_refused(reply, 401, "invalid_client");
        std::set<std::string> schemes;
        for (const auto& [name, value] : reply.http.headers) {
          if (name == "WWW-Authenticate") schemes.insert(value.substr(0, value.find(' ')));
        }
        CHECK(schemes == std::set<std::string>{"Basic", "Bearer"});
      }
    }
  }
  auto twice = form_request("/oauth2/revoke", "token=" + tokens.access, provider.authorization());
  twice.headers.emplace_back("Authorization", provider.authorization());
  check_oauth_refused(provider.tenant.client.send(twice), 400, "invalid_request");
  CHECK(provider.is_active(tokens.access));
}

TEST_CASE("introspection: the service token is not accepted in the path or another field") {
  Provider provider(shared_installation());
  const std::string token = provider.tenant.consumer_token;
  check_oauth_refused(
      provider.post_form("/oauth2/introspect",
                         {{"token", token}, {"access_token", provider.service_token}}),
      401, "invalid_client");
  for (const char* name : {"access_token", "client_secret"}) {
    check_oauth_refused(
        provider.post_form("/oauth2/introspect?client_id=" + provider.tenant.project + "&" + name +
                               "=" + provider.service_token,
                           {{"token", token}}),
        401, "invalid_client");
  }
}

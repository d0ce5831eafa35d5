// Which resources pages of other origins may use from a browser.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

const std::string page = "https://app.example.com";
const std::string other_page = "http://localhost:3000";
const std::string stranger = "https://evil.example";

/// One server for all cases, which is given the origins in both ways and in another spelling.
Installation& shared_with_pages() {
  static Installation site({"--cors-origin", "https://APP.example.com:443, " + other_page});
  return site;
}

ApiRequest from(const std::string& origin, ApiRequest request) {
  request.headers.emplace_back("Origin", origin);
  return request;
}

ApiRequest preflight(const std::string& origin, const std::string& target) {
  return {.method = "OPTIONS",
          .target = target,
          .headers = {{"Origin", origin},
                      {"Access-Control-Request-Method", "POST"},
                      {"Access-Control-Request-Headers", "authorization,content-type"}}};
}

/// Checks that a browser lets pages of the origin read the response.
void check_shared(const ApiReply& reply, const std::string& origin) {
  INFO("answer: " << reply.status << " " << reply.http.body);
  CHECK(reply.http.header("Access-Control-Allow-Origin") == origin);
  CHECK(reply.http.header("Access-Control-Allow-Credentials") == "true");
  CHECK(reply.http.header("Access-Control-Expose-Headers") ==
        "Allow, Retry-After, WWW-Authenticate, X-Request-Id");
  CHECK(reply.http.header("Vary") == "Origin");
}

bool has_sharing_fields(const ApiReply& reply) {
  for (const auto& [name, value] : reply.http.headers) {
    if (name.starts_with("Access-Control-")) return true;
  }
  return false;
}

/// Answers of every kind, of the API and of the server itself.
std::vector<ApiRequest> requests_of(const Tenant& tenant) {
  const std::string token = tenant.admin.token;
  return {{.target = "/api/v1/me", .token = token},
          {.target = "/api/v1/me"},
          {.method = "DELETE", .target = "/api/v1/me", .token = token},
          {.method = "HEAD", .target = "/api/v1/projects", .token = token},
          {.method = "OPTIONS", .target = "/api/v1/projects"},
          {.target = "/api/v1/unknown", .token = token},
          {.target = "/api/v1/projects/" + std::string(32, '0'), .token = token},
          {.target = "/api/v1/admins?limit=x", .token = token},
          {.target = "/api/v1/services", .token = tenant.billing.token},
          {.method = "POST", .target = "/api/v1/consumers", .token = token},
          {.method = "POST", .target = "/api/v1/consumers", .token = token, .body = "{"},
          {.method = "POST",
           .target = "/api/v1/consumers",
           .token = token,
           .body = std::string(70'000, ' ')},
          {.method = "POST", .target = "/v1/auth/token", .body = "{}"},
          {.method = "POST", .target = "/oauth2/token", .body = "{}"},
          {.target = "/.well-known/jwks.json"},
          {.target = "/.well-known/oauth-authorization-server"},
          {.target = "/.well-known/openid-configuration"},
          {.target = "/openapi.json"}};
}

}  // namespace

TEST_CASE("cross-origin: pages of allowed origins may read every answer, refusals included") {
  Tenant tenant(shared_with_pages());
  tenant.furnish();
  for (const ApiRequest& request : requests_of(tenant)) {
    CAPTURE(request.method);
    CAPTURE(request.target);
    const auto without = tenant.client.send(request);
    CHECK_FALSE(has_sharing_fields(without));
    CHECK(without.http.header("Vary") == "Origin");
    for (const std::string& origin : {page, other_page}) {
      const auto reply = tenant.client.send(from(origin, request));
      CHECK(reply.status == without.status);
      CHECK(reply.http.body == without.http.body);
      check_shared(reply, origin);
    }
    const auto refused = tenant.client.send(from(stranger, request));
    CHECK(refused.status == without.status);
    CHECK(refused.http.body == without.http.body);
    CHECK_FALSE(has_sharing_fields(refused));
  }
}

TEST_CASE("cross-origin: preflight requests of allowed origins are answered without a token") {
  Tenant tenant(shared_with_pages());
  for (const std::string target : {"/api/v1/me", "/api/v1/unknown", "/oauth2/token",
                                   "/.well-known/jwks.json", "/v1/auth/token", "/openapi.json"}) {
    CAPTURE(target);
    const auto reply = tenant.client.send(preflight(page, target));
    CHECK(reply.status == 204);
    CHECK(reply.http.body.empty());
    check_shared(reply, page);
    CHECK(reply.http.header("Access-Control-Allow-Methods") ==
          "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE");
    CHECK(reply.http.header("Access-Control-Allow-Headers") ==
          "Authorization, Content-Type, Idempotency-Key, X-Request-Id, X-Requested-With");
    CHECK(reply.http.header("Access-Control-Max-Age") == "7200");
  }
}

TEST_CASE("cross-origin: OPTIONS describes the resource to all but preflight requests") {
  Tenant tenant(shared_with_pages());
  const auto described = tenant.client.options("/api/v1/me");
  REQUIRE(described.status == 200);
  for (const ApiRequest& request :
       {preflight(stranger, "/api/v1/me"), preflight("null", "/api/v1/me"),
        from(page, {.method = "OPTIONS", .target = "/api/v1/me"})}) {
    const auto reply = tenant.client.send(request);
    CHECK(reply.status == 200);
    CHECK(reply.http.body == described.http.body);
    // A refused origin learns nothing about those that are allowed.
    for (const auto& field : reply.http.headers) {
      if (request.headers.front().second == page) continue;
      CHECK(field.second.find("example.com") == std::string::npos);
      CHECK(field.second.find("localhost") == std::string::npos);
    }
  }
}

TEST_CASE("cross-origin: gates, the credential API and pages for operators are not shared") {
  Estate estate(shared_with_pages());
  auto& client = estate.tenant.client;
  for (const std::string& target :
       {estate.at("credentials/"), std::string("/apiops/auth/token"),
        std::string("/gate/Aka%20Project/Calculator"), std::string("/healthz"),
        std::string("/readyz"), std::string("/"), std::string("/metrics")}) {
    CAPTURE(target);
    CHECK_FALSE(has_sharing_fields(client.send(from(page, {.target = target}))));
    const auto reply = client.send(preflight(page, target));
    CHECK(reply.status != 204);
    CHECK_FALSE(has_sharing_fields(reply));
  }
}

TEST_CASE("cross-origin: without the option, nothing is shared") {
  Tenant tenant(shared_installation());
  for (const std::string target : {"/api/v1/me", "/.well-known/jwks.json"}) {
    const auto reply = tenant.client.send(from(page, {.target = target}));
    CHECK_FALSE(has_sharing_fields(reply));
    CHECK(reply.http.count("Vary") == 0);
    const auto described = tenant.client.send(preflight(page, target));
    CHECK(described.status == 200);
    CHECK_FALSE(has_sharing_fields(described));
  }
}

TEST_CASE("cross-origin: all origins may be allowed, and get no credentials") {
  Installation site({"--cors-origin", "*"});
  auto client = site.connect();
  for (const ApiRequest& request :
       {from(stranger, {.target = "/api/v1/me"}), from("null", {.target = "/api/v1/ping"}),
        preflight(stranger, "/api/v1/session")}) {
    const auto reply = client.send(request);
    CHECK(reply.http.header("Access-Control-Allow-Origin") == "*");
    CHECK(reply.http.count("Access-Control-Allow-Credentials") == 0);
    CHECK(reply.http.count("Vary") == 0);
  }
}

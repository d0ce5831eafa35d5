// Paths that differ slightly from those of resources.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

void check_client_error(const ApiReply& reply, const std::string& target) {
  INFO("target: " << target);
  CHECK(reply.status >= 400);
  CHECK(reply.status < 500);
  check_error(reply, reply.status);
}

/// The path with a closing slash if it has none, and without it if it has one.
std::string other_spelling(std::string path) {
  if (!path.ends_with('/')) return path + "/";
  path.pop_back();
  return path;
}

/// Every path of the OpenAPI document but that of the root, which has one spelling, and those of
/// decisions, where a slash is part of the path.
std::vector<std::string> described_targets(ApiClient& client) {
  std::vector<std::string> targets;
  const auto document = client.get("/openapi.json");
  for (const auto& [path, item] : document.body.at("paths").as_object()) {
    if (path != "/" && !path.starts_with("/gate/")) targets.push_back(target_of(path));
  }
  return targets;
}

}  // namespace

TEST_CASE("paths: undocumented paths are not found") {
  Tenant tenant(shared_installation());
  for (const char* target : {"/api",
                             "/api/v2/me",
                             "/api/v2",
                             "/api/v1//",
                             "//api/v1",
                             "/api/v1/ping//",
                             "/api/v1/unknown",
                             "/api/v1/me//",
                             "//api/v1/me",
                             "/api//v1/me",
                             "/api/v1//me",
                             "/api/v1/./me",
                             "/./api/v1/me",
                             "/api/v1/x/../me",
                             "/api/v1/../v1/me",
                             "/api/v1/%2e/me",
                             "/api/v1/x/%2e%2e/me",
                             "/api/v1/x/%2E%2E/me",
                             "/api%2Fv1%2Fme",
                             "/api/v1%2fme",
                             "/api/v1/ME",
                             "/API/v1/me",
                             "/Api/V1/Me",
                             "/api/v1/m%65",
                             "/api/v1/me%20",
                             "/api/v1/me;x=1",
                             "/api/v1/me.json",
                             "/api/v1/me%3Findent=2",
                             "/api/v1/%6de",
                             "/api/v1/me%23",
                             "/api/v1/session/logout/x",
                             "/openapi.json//",
                             "/openapi",
                             "/..",
                             "/%2e%2e/%2e%2e/etc/passwd",
                             "/../../etc/passwd",
                             "/api/v1/register/approve-code/x",
                             "/api/v1/me%00",
                             "/api/v1/me%0d%0aX:y"}) {
    CAPTURE(target);
    const auto reply = tenant.client.get(target, tenant.admin.token);
    check_error(reply, 404);
    CHECK(tenant.client.options(target).status == 404);
  }
}

TEST_CASE("paths: a trailing slash is ignored") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const std::string& target :
       {std::string("/api/v1/me"), std::string("/api/v1/projects"),
        "/api/v1/projects/" + tenant.project, "/api/v1/projects/" + tenant.project + "/api",
        std::string("/openapi.json"), std::string("/.well-known/jwks.json"),
        std::string("/healthz"), std::string("/apiops/projects"),
        std::string("/apiops/environments"), std::string("/apiops/projects/admin/credentials")}) {
    CAPTURE(target);
    const auto without = tenant.client.get(target, tenant.admin.token);
    const auto with = tenant.client.get(target + "/", tenant.admin.token);
    CHECK(without.status == 200);
    CHECK(with.status == 200);
    CHECK(with.body == without.body);
  }
  check_success(
      tenant.client.post("/api/v1/session/", login_body(tenant.admin.email, usual_password)), 201);
  const auto registration = register_account(tenant.site);
  check_success(tenant.client.put("/api/v1/register/" + registration.id + "/",
                                  approval_body(registration.code, registration.email)),
                202);
}

TEST_CASE("paths: with and without a closing slash, every resource has the same methods") {
  ApiClient client = shared_installation().connect();
  const auto targets = described_targets(client);
  REQUIRE(targets.size() > 40);
  for (const std::string& target : targets) {
    CAPTURE(target);
    const std::string other = other_spelling(target);
    const auto described = client.options(target);
    const auto described_alike = client.options(other);
    CHECK(described.status != 404);
    CHECK(described_alike.status == described.status);
    CHECK(described_alike.http.body == described.http.body);
    CHECK(described_alike.http.header("Allow") == described.http.header("Allow"));
    // Without a token and a good body, nothing is changed.
    for (const std::string method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"}) {
      CAPTURE(method);
      const auto ask = [&](const std::string& at) {
        return client.send({.method = method, .target = at, .body = "{}"});
      };
      const auto reply = ask(target);
      const auto alike = ask(other);
      CHECK(reply.status != 404);
      CHECK(alike.status == reply.status);
      CHECK(alike.http.body == reply.http.body);
      CHECK(alike.http.header("Allow") == reply.http.header("Allow"));
      CHECK(alike.http.header("Content-Length") == reply.http.header("Content-Length"));
    }
  }
}

TEST_CASE("paths: further slashes lead to other paths, where nothing is") {
  ApiClient client = shared_installation().connect();
  for (const std::string& target : described_targets(client)) {
    const std::string closed = target.ends_with('/') ? target : target + "/";
    for (const std::string& wrong : {closed + "/", "/" + target}) {
      CAPTURE(wrong);
      CHECK(client.get(wrong).status == 404);
      CHECK(client.options(wrong).status == 404);
    }
  }
}

TEST_CASE("paths: malformed targets are rejected") {
  Tenant tenant(shared_installation());
  for (const char* target :
       {"/api/v1/me%zz", "/api/v1/me%", "/api/v1/me%2", "api/v1/me", "?x", "/api/v1/\xFF",
        "/api/v1/me\x01", "/api/v1/me#fragment", "\\api\\v1\\me", "*", "/api/v1/me?%",
        "http:///api/v1/me", "ftp://gatehouse.example/api/v1/me", "http:/api/v1/me"}) {
    check_client_error(tenant.client.get(target, tenant.admin.token), target);
  }
}

TEST_CASE("paths: an unknown or malformed id in the path is not found") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string id = tenant.project;
  const std::string upper = in_capitals(id);
  REQUIRE(upper != id);
  for (const std::string& wrong :
       {upper, id.substr(1), id + "0", "%20" + id, id + "%20", std::string("%2e%2e"),
        std::string(".."), std::string("0"), std::string("-1"), std::string("'%20OR%201=1--"),
        "0x" + id.substr(2), std::string("%C3%B6"), id + "%2Fapi", std::string(4000, 'a')}) {
    CAPTURE(wrong);
    check_error(tenant.get("/projects/" + wrong), 404);
    check_client_error(tenant.get("/projects/" + wrong + "/api"), wrong);
    check_client_error(tenant.get("/developers/" + wrong), wrong);
    check_client_error(tenant.remove("/projects/" + id + "/services/" + wrong), wrong);
    check_client_error(tenant.remove("/projects/" + id + "/consumers/" + wrong), wrong);
  }
  for (const char* malformed : {"%00", "%FF", "%C3", "%ED%A0%80", "{id}"}) {
    CAPTURE(malformed);
    check_client_error(tenant.get(std::string("/projects/") + malformed), malformed);
  }
}

TEST_CASE("paths: the octets of an id may be percent-encoded") {
  Tenant tenant(shared_installation());
  const std::string id = tenant.add_project();
  std::string encoded;
  for (const char c : id) {
    encoded += c >= 'a' ? "%6" + std::to_string(c - 'a' + 1) : std::string(1, c);
  }
  const auto reply = tenant.get("/projects/" + encoded);
  check_success(reply, 200);
  CHECK(reply.text("id") == id);
}

TEST_CASE("paths: a target with scheme and host refers to the same resource") {
  Tenant tenant(shared_installation());
  for (const char* target :
       {"http://gatehouse.example/api/v1/me", "http://other.example:80/api/v1/me?indent=0"}) {
    CAPTURE(target);
    check_success(tenant.client.get(target, tenant.admin.token), 200);
  }
  const auto of_server = tenant.client.options("*");
  CHECK(of_server.status == 200);
  CHECK(of_server.http.body.empty());
}

TEST_CASE("paths: the description of the API is public at /openapi.json") {
  ApiClient client = shared_installation().connect();
  const auto document = client.get("/openapi.json");
  CHECK(document.status == 200);
  CHECK(document.http.body == run_gatehouse({{"openapi"}}).out);
  const auto head = client.send({.method = "HEAD", .target = "/openapi.json"});
  CHECK(head.status == 200);
  CHECK(head.http.header("Content-Length") == std::to_string(document.http.body.size()));
  CHECK(check_error(client.remove("/openapi.json"), 405).http.header("Allow") == "GET, HEAD");
}

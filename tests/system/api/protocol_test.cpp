// What HTTP asks of the API, whatever the resource.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// An empty object of that many octets.
std::string padded_object(std::size_t size) { return "{" + std::string(size - 2, ' ') + "}"; }

}  // namespace

TEST_CASE("protocol: a token is taken alone, and after Token or Bearer in any case") {
  Tenant tenant(shared_installation());
  for (const char* scheme : {"", "Token ", "token ", "TOKEN ", "Bearer ", "bearer ", "bEARER  "}) {
    CAPTURE(scheme);
    check_success(tenant.client.get("/api/v1/me", scheme + tenant.admin.token), 200);
  }
  for (const char* scheme : {"Basic ", "Digest ", "Tokens ", "Token", "x", "Token Token "}) {
    CAPTURE(scheme);
    check_error(tenant.client.get("/api/v1/me", scheme + tenant.admin.token), 401);
  }
  for (const std::string& token :
       {std::string("Token"), std::string("Bearer"), std::string("Token "),
        tenant.admin.token.substr(1), tenant.admin.token + "x", tenant.admin.id,
        std::string(4000, 'a')}) {
    CAPTURE(token);
    check_error(tenant.client.get("/api/v1/me", token), 401);
  }
  check_error(tenant.client.get("/api/v1/me"), 401);
}

TEST_CASE("protocol: two Authorization fields are refused") {
  Tenant tenant(shared_installation());
  ApiRequest request{.target = "/api/v1/me", .token = tenant.admin.token};
  request.headers.emplace_back("Authorization", tenant.admin.token);
  check_error(tenant.client.send(request), 400);
}

TEST_CASE("protocol: a method that a resource has not is 405 and tells those it has") {
  ApiClient client = shared_installation().connect();
  const auto document = client.get("/openapi.json");
  REQUIRE(document.status == 200);
  for (const auto& [path, item] : document.body.at("paths").as_object()) {
    // Decisions are for every method.
    if (path.starts_with("/gate/")) continue;
    const std::string target = target_of(path);
    const std::string allow = client.options(target).http.header("Allow");
    for (const std::string method :
         {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "X"}) {
      CAPTURE(target);
      CAPTURE(method);
      const bool allowed = (", " + allow + ",").find(", " + method + ",") != std::string::npos;
      if (allowed) continue;
      const auto reply = client.send({.method = method, .target = target, .body = ""});
      if (method == "HEAD") {
        CHECK(reply.status == 405);
      } else {
        check_error_at(target, reply, 405);
      }
      CHECK(reply.http.header("Allow") == allow);
    }
  }
}

TEST_CASE("protocol: HEAD is answered like GET, without the body") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string project = "/projects/" + tenant.project;
  for (const std::string& path :
       {std::string("/account"), std::string("/admins"), "/admins/" + tenant.admin.id,
        std::string("/billings"), "/billings/" + tenant.billing.id, std::string("/developers"),
        "/developers/" + tenant.developer.id, std::string("/me"), std::string("/projects"), project,
        project + "/api", std::string("/services"), project + "/services/" + tenant.service,
        std::string("/consumers")}) {
    CAPTURE(path);
    for (const std::string& token : {tenant.admin.token, std::string("none")}) {
      const auto get = tenant.client.get("/api/v1" + path, token);
      const auto head =
          tenant.client.send({.method = "HEAD", .target = "/api/v1" + path, .token = token});
      CHECK(head.status == get.status);
      CHECK(head.http.header("Content-Length") == std::to_string(get.http.body.size()));
      CHECK(head.http.header("Content-Type") == get.http.header("Content-Type"));
      CHECK(head.http.body.empty());
    }
  }
}

TEST_CASE("protocol: a body without a length is 411, a chunked one is taken") {
  Tenant tenant(shared_installation());
  ApiRequest request{.method = "POST", .target = "/api/v1/consumers", .token = tenant.admin.token};
  check_error(tenant.client.send(request), 411);

  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Transfer-Encoding", "chunked");
  request.body = "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n";
  check_success(tenant.client.send(request), 201);
}

TEST_CASE("protocol: a body may have 64 KiB and no octet more") {
  Tenant tenant(shared_installation());
  check_success(tenant.post("/consumers", padded_object(65'536)), 201);
  check_error(tenant.post("/consumers", padded_object(65'537)), 413);

  ApiRequest chunked{.method = "POST", .target = "/api/v1/consumers", .token = tenant.admin.token};
  chunked.headers.emplace_back("Content-Type", "application/json");
  chunked.headers.emplace_back("Transfer-Encoding", "chunked");
  chunked.body = "10000\r\n" + padded_object(65'536) + "\r\n0\r\n\r\n";
  check_success(tenant.client.send(chunked), 201);
  chunked.body = "10001\r\n" + padded_object(65'537) + "\r\n0\r\n\r\n";
  check_error(tenant.client.send(chunked), 413);
  CHECK(tenant.get("/consumers").content().as_array().size() == 2);
}

TEST_CASE("protocol: the body with a project's push keys may have 256 KiB and no octet more") {
  Tenant tenant(shared_installation());
  const std::string path = "/projects/" + tenant.add_project() + "/api";
  const std::string begin = R"({"apnsCert":")";
  const std::string certificate(262'144 - begin.size() - 2, 'c');
  check_success(tenant.put(path, begin + certificate + "\"}"), 202);
  CHECK(tenant.get(path).text("apnsCert") == certificate);
  check_error(tenant.put(path, begin + certificate + "d\"}"), 413);
  CHECK(tenant.get(path).text("apnsCert") == certificate);
}

TEST_CASE("protocol: a body that is not JSON, or encoded, is 415") {
  Tenant tenant(shared_installation());
  ApiRequest request{
      .method = "POST", .target = "/api/v1/consumers", .token = tenant.admin.token, .body = "{}"};
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/xml",
        "multipart/form-data; boundary=json", "json", "*/*"}) {
    CAPTURE(type);
    request.headers = {{"Content-Type", type}};
    check_error(tenant.client.send(request), 415);
  }
  for (const char* encoding : {"gzip", "deflate", "br", "x"}) {
    CAPTURE(encoding);
    request.headers = {{"Content-Type", "application/json"}, {"Content-Encoding", encoding}};
    check_error(tenant.client.send(request), 415);
  }
  for (const char* type : {"application/json", "application/json; charset=utf-8",
                           "Application/JSON", "application/json ; x=y"}) {
    CAPTURE(type);
    request.headers = {{"Content-Type", type}};
    check_success(tenant.client.send(request), 201);
  }
  CHECK(tenant.get("/consumers").content().as_array().size() == 4);
}

TEST_CASE("protocol: a target may have 8 KiB, a header 16 KiB") {
  Tenant tenant(shared_installation());
  const std::string target = "/api/v1/me?x=";
  check_success(
      tenant.client.get(target + std::string(8192 - target.size(), 'x'), tenant.admin.token), 200);
  check_error(
      tenant.client.get(target + std::string(8193 - target.size(), 'x'), tenant.admin.token), 414);

  ApiRequest request{.target = "/api/v1/me", .token = tenant.admin.token};
  request.headers = {{"X-Filler", std::string(15'000, 'x')}};
  check_success(tenant.client.send(request), 200);
  request.headers = {{"X-Filler", std::string(17'000, 'x')}};
  check_error(tenant.client.send(request), 431);
}

TEST_CASE("protocol: who may not ask is told that, whatever else is wrong") {
  ApiClient client = shared_installation().connect();
  check_error(client.get("/api/v1/me?indent=99"), 401);
  check_error(client.post("/api/v1/projects", "no JSON"), 401);
  check_error(client.post("/api/v1/projects", R"({"name":5})", "unknown"), 401);
  check_error(client.get("/api/v1/projects/none"), 401);

  Tenant tenant(shared_installation());
  tenant.furnish();
  check_error(client.post("/api/v1/projects", "no JSON", tenant.billing.token), 403);
  check_error(client.post("/api/v1/services", R"({"name":5})", tenant.admin.token), 403);
}

TEST_CASE("protocol: a body that an operation does not take changes nothing") {
  Tenant tenant(shared_installation());
  ApiRequest request{.target = "/api/v1/me", .token = tenant.admin.token, .body = "{\"a\":"};
  check_success(tenant.client.send(request), 200);
  request.method = "DELETE";
  request.target = "/api/v1/session/logout";
  check_success(tenant.client.send(request), 202);
}

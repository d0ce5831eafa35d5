// Rules of HTTP that apply to all resources.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// An empty object padded to that many octets.
std::string padded_object(std::size_t size) { return "{" + std::string(size - 2, ' ') + "}"; }

}  // namespace

TEST_CASE("protocol: a token is accepted alone, and after Token or Bearer in any case") {
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

TEST_CASE("protocol: two Authorization fields are rejected") {
  Tenant tenant(shared_installation());
  ApiRequest request{.target = "/api/v1/me", .token = tenant.admin.token};
  request.headers.emplace_back("Authorization", tenant.admin.token);
  check_error(tenant.client.send(request), 400);
}

TEST_CASE("protocol: an unsupported method is 405 with the supported ones") {
  ApiClient client = shared_installation().connect();
  const auto document = client.get("/openapi.json");
  REQUIRE(document.status == 200);
  for (const auto& [path, item] : document.body.at("paths").as_object()) {
    // Decisions accept every method, and the pages for operators have a format of their own.
    if (path.starts_with("/gate/") || path == "/healthz" || path == "/readyz") continue;
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

TEST_CASE("protocol: a body without a length is 411, and a chunked one is accepted") {
  Tenant tenant(shared_installation());
  ApiRequest request{.method = "POST", .target = "/api/v1/consumers", .token = tenant.admin.token};
  check_error(tenant.client.send(request), 411);

  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Transfer-Encoding", "chunked");
  request.body = "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n";
  check_success(tenant.client.send(request), 201);
}

TEST_CASE("protocol: a body may have at most 64 KiB") {
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

TEST_CASE("protocol: the body with a project's push keys may have at most 256 KiB") {
  Tenant tenant(shared_installation());
  const std::string path = "/projects/" + tenant.add_project() + "/api";
  const std::string begin = R"({"apnsCert":")";
  const std::string certificate(262'144 - begin.size() - 2, 'c');
  check_success(tenant.put(path, begin + certificate + "\"}"), 202);
  CHECK(tenant.get(path).text("apnsCert") == certificate);
  check_error(tenant.put(path, begin + certificate + "d\"}"), 413);
  CHECK(tenant.get(path).text("apnsCert") == certificate);
}

TEST_CASE("protocol: a body that is compressed or not JSON is 415") {
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

TEST_CASE("protocol: authentication is checked first, whatever else is wrong") {
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

TEST_CASE(
    "protocol: permission is checked before the body, also if it depends on more than the role") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const Person other = tenant.add_user("billings");
  const std::string theirs = "/api/v1/billings/" + other.id;
  for (const char* body : {"no JSON", "{}", R"({"email":5})", "[]"}) {
    CAPTURE(body);
    check_error(tenant.client.put(theirs, body, tenant.billing.token), 403);
    check_error(tenant.client.put(theirs, body, other.token), 400);
  }
  const std::string credentials = "/apiops/projects/admin/credentials/";
  for (const char* body : {"no JSON", "{}", R"({"username":5})"}) {
    CAPTURE(body);
    CHECK(tenant.client.post(credentials, body, tenant.developer.token).status == 401);
    CHECK(tenant.client.put(credentials, body, tenant.developer.token).status == 401);
    CHECK(tenant.client.put(credentials + "u1/access/", body, tenant.developer.token).status ==
          401);
    CHECK(tenant.client.post(credentials, body, tenant.admin.token).status == 400);
  }
  for (const char* parameters : {"?indent=17", "?limit=0", "?after=x", "?limit=1&limit=1"}) {
    CAPTURE(parameters);
    CHECK(tenant.client.get(credentials + parameters, tenant.developer.token).status == 401);
    CHECK(tenant.client.get(credentials + parameters, tenant.admin.token).status == 400);
  }
}

TEST_CASE("protocol: a byte order mark before JSON is skipped, and others are rejected") {
  Tenant tenant(shared_installation());
  const std::string mark = "\xEF\xBB\xBF";
  const auto create = [&](const std::string& body) {
    return tenant.client.post("/api/v1/projects", body, tenant.admin.token);
  };
  check_success(create(mark + R"({"name":"First"})"), 201);
  check_success(create(mark + "\n " + R"({"name":"Second"})"), 201);
  check_error(create(mark + mark + R"({"name":"Third"})"), 400);
  check_error(create(R"({"name":"Third"})" + mark), 400);
  check_error(create(" " + mark + R"({"name":"Third"})"), 400);
  const auto refused = create(mark + R"({"name":x})");
  check_error(refused, 400);
  // The position refers to the octets as sent.
  CHECK(refused.http.body.find("at octet 11") != std::string::npos);
}

TEST_CASE("protocol: the nil id is never found") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string nil(32, '0');
  const std::string unknown = "0190163d8694739b8ea5966c26f8ad91";
  const auto status = [&](const std::string& id) {
    const auto attach = tenant.client.post("/api/v1/projects/" + tenant.project + "/consumers",
                                           attach_consumer_body(id), tenant.admin.token);
    const auto mint = tenant.client.post("/api/v1/consumer-tokens",
                                         mint_body(id, tenant.project, "chat"), tenant.admin.token);
    const auto elsewhere = tenant.client.post(
        "/api/v1/consumer-tokens", mint_body(tenant.consumer, id, "chat"), tenant.admin.token);
    const auto get = tenant.client.get("/api/v1/projects/" + id, tenant.admin.token);
    return std::vector<unsigned>{attach.status, mint.status, elsewhere.status, get.status};
  };
  CHECK(status(nil) == status(unknown));
  CHECK(status(nil).back() == 404);
}

TEST_CASE("protocol: a resource may be sent back unchanged") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string project = "/api/v1/projects/" + tenant.project;
  for (const std::string& target :
       {std::string("/api/v1/account"), project, project + "/api",
        "/api/v1/admins/" + tenant.admin.id, "/api/v1/developers/" + tenant.developer.id,
        "/api/v1/billings/" + tenant.billing.id}) {
    CAPTURE(target);
    const auto shown = tenant.client.get(target, tenant.admin.token);
    REQUIRE(shown.status == 200);
    boost::json::value content = shown.content();
    check_success(tenant.client.put(target, boost::json::serialize(content), tenant.admin.token),
                  202);
    boost::json::value after = tenant.client.get(target, tenant.admin.token).content();
    // For push keys it is the time of the latest request, whether or not it changed them.
    if (target.ends_with("/api")) after.at("updatedAt") = content.at("updatedAt");
    CHECK(after == content);
  }
}

TEST_CASE("protocol: an unexpected body has no effect") {
  Tenant tenant(shared_installation());
  ApiRequest request{.target = "/api/v1/me", .token = tenant.admin.token, .body = "{\"a\":"};
  check_success(tenant.client.send(request), 200);
  request.method = "DELETE";
  request.target = "/api/v1/session/logout";
  check_success(tenant.client.send(request), 202);
}

TEST_CASE("protocol: unauthenticated requests are refused before the body, even without storage") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const auto ask = [&](const std::string& token, const std::string& fields) {
    HttpClient client(tenant.site.server().port());
    client.send("POST /api/v1/projects HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
                (token.empty() ? "" : "Authorization: " + token + "\r\n") + fields + "\r\n");
    return client.read().status;
  };
  const std::string half_long = "Content-Length: 60000\r\n";
  for (const std::string& fields :
       {half_long, std::string("Transfer-Encoding: chunked\r\n"),
        half_long + "Expect: 100-continue\r\n",
        std::string("Content-Length: 10\r\nExpect: 100-continue\r\n")}) {
    CAPTURE(fields);
    CHECK(ask({}, fields) == 401);
    CHECK(ask("Token unknown", fields) == 401);
    CHECK(ask(tenant.billing.token, fields) == 403);
  }
  CHECK(ask(tenant.admin.token, half_long + "Expect: 100-continue\r\n") == 100);
}

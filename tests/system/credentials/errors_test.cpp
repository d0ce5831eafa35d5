// The refusals of the credential API and their messages.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "harness/credentials.hpp"
#include "harness/described_roles.hpp"

using namespace gatehouse::testing;

namespace {

struct Request {
  std::string method;
  std::string path;
  std::string body{};
};

/// One request for each operation below a project.
const std::vector<Request> operations{
    {"GET", "credentials/"},
    {"POST", "credentials/", credential_body("new")},
    {"PUT", "credentials/", credential_body("u1")},
    {"GET", "credentials/u1/"},
    {"PATCH", "credentials/u1/", password_body("new")},
    {"GET", "credentials/u1/access/"},
    {"PUT", "credentials/u1/access/", access_body("Other")},
    {"DELETE", "credentials/u1/access/", access_body("Calculator")},
    {"POST", "credentials/u1/access/revoke/", access_body("Other")},
    {"DELETE", "credentials/u1/"},
    {"GET", "apiProxies/"},
    {"POST", "apiProxies/", name_body("New")},
    {"GET", "apiProxyGroups/"},
    {"POST", "apiProxyGroups/", name_body("New")},
    {"PUT", "apiProxyGroups/Both/apiProxies/", names_body("Other")},
    {"DELETE", "apiProxyGroups/Both/apiProxies/", names_body("Calculator")},
    {"DELETE", "apiProxyGroups/Both/"},
    {"DELETE", "apiProxies/Calculator/"},
};

std::optional<std::string> body_of(const Request& request) {
  if (request.body.empty()) return std::nullopt;
  return request.body;
}

/// A project in which each of the operations succeeds.
struct Furnished : Estate {
  Furnished() : Estate(shared_installation()) {
    add_proxy("Other");
    add_credential("u1");
    check_done(send("POST", "apiProxyGroups/", name_body("Both")));
    check_done(send("PUT", "apiProxyGroups/Both/apiProxies/", names_body("Calculator")));
  }

  std::string sight() {
    std::string seen;
    for (const Request& request : operations) {
      if (request.method == "GET") seen += get(request.path).http.body + "\n";
    }
    return seen;
  }
};

}  // namespace

TEST_CASE("credential API errors: every operation in the description is covered") {
  ApiClient client = shared_installation().connect();
  for (const OperationOfRoles& described : operations_of_roles(client)) {
    if (!described.path.starts_with("/apiops/")) continue;
    // Those of no single project are in managed_projects_test.cpp.
    if (!described.path.starts_with("/apiops/projects/{projectName}/")) continue;
    INFO(described.method << " " << described.path);
    CHECK(std::ranges::any_of(operations, [&](const Request& request) {
      return described.is_asked_by(request.method, "/apiops/projects/x/" + request.path);
    }));
  }
}

TEST_CASE("credential API errors: a request without a valid token is 401 and has no effect") {
  Furnished estate;
  const std::string before = estate.sight();
  const Person developer = estate.tenant.add_user("developers");
  for (const std::string& token :
       {std::string(), std::string("unknown"), "Basic " + estate.tenant.admin.token,
        estate.tenant.add_user("billings").token, developer.token, estate.gateway,
        estate.tenant.site.root().token}) {
    for (const Request& request : operations) {
      INFO(request.method << " " << request.path << " with " << token);
      check_refused(estate.send_as(token, request.method, request.path, body_of(request)), 401);
    }
  }
  CHECK(estate.sight() == before);
}

TEST_CASE("credential API errors: an unknown project and another account's are 404") {
  Furnished theirs;
  Tenant mine(shared_installation());
  const std::string before = theirs.sight();
  for (const std::string project : {"Aka Project", "Unknown", "aka project", "Admin", "ğ"}) {
    for (const Request& request : operations) {
      INFO(request.method << " " << request.path << " of " << project);
      check_refused(mine.client.send({.method = request.method,
                                      .target = Estate::at(project, request.path),
                                      .token = mine.admin.token,
                                      .body = body_of(request)}),
                    404);
    }
  }
  CHECK(theirs.sight() == before);
}

TEST_CASE("credential API errors: all operations succeed with permission") {
  Furnished estate;
  for (const Request& request : operations) {
    INFO(request.method << " " << request.path);
    const auto reply = estate.send(request.method, request.path, body_of(request));
    CHECK(reply.status == 200);
    CHECK(reply.body.at("status") == "SUCCESS");
  }
}

TEST_CASE("credential API errors: bodies have a length, are JSON, and have at most 64 KiB") {
  Furnished estate;
  const std::string before = estate.sight();
  for (const Request& request : operations) {
    if (request.body.empty()) continue;
    INFO(request.method << " " << request.path);
    check_refused(estate.send(request.method, request.path), 411);
    ApiRequest sent{.method = request.method,
                    .target = estate.at(request.path),
                    .token = estate.tenant.admin.token,
                    .body = request.body};
    sent.headers = {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}};
    check_refused(estate.tenant.client.send(sent), 415);
    sent.headers = {};
    sent.body = request.body + std::string(65'537 - request.body.size(), ' ');
    check_refused(estate.tenant.client.send(sent), 413);
    sent.body = request.body.substr(0, request.body.size() - 1);
    const auto reply = check_refused(estate.tenant.client.send(sent), 400);
    CHECK(reply.http.body.find("octet") != std::string::npos);
  }
  CHECK(estate.sight() == before);
  ApiRequest full{.method = "PUT",
                  .target = estate.at("credentials/"),
                  .token = estate.tenant.admin.token,
                  .body = credential_body("u1")};
  *full.body += std::string(65'536 - full.body->size(), ' ');
  check_done(estate.tenant.client.send(full));
}

TEST_CASE("credential API errors: a body is read as JSON whatever its Content-Type says") {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "json", ""}) {
    CAPTURE(type);
    Furnished estate;
    for (const Request& request : operations) {
      INFO(request.method << " " << request.path);
      if (request.body.empty()) continue;
      check_done(estate.tenant.client.send({.method = request.method,
                                            .target = estate.at(request.path),
                                            .token = estate.tenant.admin.token,
                                            .body = request.body,
                                            .headers = {{"Content-Type", type}}}));
      // A form is no JSON.
      const auto reply =
          check_refused(estate.tenant.client.send({.method = request.method,
                                                   .target = estate.at(request.path),
                                                   .token = estate.tenant.admin.token,
                                                   .body = "username=u1&password=pw",
                                                   .headers = {{"Content-Type", type}}}),
                        400);
      CHECK(reply.http.body.find("octet") != std::string::npos);
    }
  }
}

TEST_CASE("credential API errors: a body without Content-Type is parsed as JSON, also if chunked") {
  Furnished estate;
  const std::string body = credential_body("chunked");
  std::string length;
  for (std::size_t size = body.size(); size > 0; size /= 16) {
    length.insert(length.begin(), "0123456789abcdef"[size % 16]);
  }
  HttpClient client(estate.tenant.site.server().port());
  const auto answer = client.exchange(
      "POST " + estate.at("credentials/") +
      " HTTP/1.1\r\nHost: x\r\nAuthorization: " + estate.tenant.admin.token +
      "\r\nTransfer-Encoding: chunked\r\n\r\n" + length + "\r\n" + body + "\r\n0\r\n\r\n");
  CHECK(answer.status == 200);
}

TEST_CASE("credential API errors: unknown paths are 404 in the format of this API") {
  Estate estate(shared_installation());
  for (const std::string path :
       {"/apiops/", "/apiops/project", "/apiops/environments/x", "/apiops/projects/Aka%20Project",
        "/apiops/projects/Aka%20Project/", "/apiops/projects/Aka%20Project/credential",
        "/apiops/projects/Aka%20Project/Credentials",
        "/apiops/projects/Aka%20Project/credentials//", "/apiops/projects//credentials",
        "/apiops/projects/Aka%20Project//credentials",
        "/apiops/projects/Aka%20Project/credentials/u1/access/x",
        "/apiops/projects/Aka%20Project/../Aka%20Project/credentials",
        "/apiops/projects/a/b/credentials", "/apiops/auth", "/apiops/auth/token/x"}) {
    CAPTURE(path);
    check_refused(estate.tenant.client.get(path, estate.tenant.admin.token), 404);
  }
  for (const std::string path :
       {"/apiops/projects/%FF/credentials", "/apiops/projects/Aka%20Project/credentials/%C3/access",
        "/apiops/projects/Aka%00Project/credentials"}) {
    CAPTURE(path);
    check_refused(estate.tenant.client.get(path, estate.tenant.admin.token), 400);
  }
}

TEST_CASE("credential API errors: all invalid fields are reported at once by name") {
  Estate estate(shared_installation());
  const auto reply =
      check_refused(estate.send("POST", "credentials/",
                                R"({"username":"a:b","fullName":5,"enabled":"yes","ipList":["x"],
                      "roleNameList":"r","expireDate":"never","email":"no"})"),
                    400);
  const std::string description(reply.body.at("error_description").as_string());
  for (const char* field : {"username", "password", "fullName", "email", "roleNameList", "enabled",
                            "ipList", "expireDate"}) {
    CAPTURE(field);
    CHECK(description.find(field) != std::string::npos);
  }
  const auto list = check_refused(
      estate.send("PUT", "credentials/u1/access", R"([{"name":5},{"type":"X","name":"a"}])"), 400);
  const std::string faults(list.body.at("error_description").as_string());
  for (const char* field : {"[0].name", "[0].type", "[1].type"}) {
    CHECK(faults.find(field) != std::string::npos);
  }
}

TEST_CASE("credential API errors: two Authorization fields are rejected") {
  Estate estate(shared_installation());
  check_refused(estate.tenant.client.send({.target = estate.at("credentials"),
                                           .token = estate.tenant.admin.token,
                                           .headers = {{"Authorization", "x"}}}),
                400);
}

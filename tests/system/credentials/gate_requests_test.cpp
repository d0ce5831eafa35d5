// Requests of gateways and of other clients.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// An account where u1 is allowed.
struct Allowed : Estate {
  Allowed() : Estate(shared_installation()) { add_credential("u1"); }

  ApiReply ask_with(const std::string& authorization, Fields fields = {}) {
    fields.emplace_back("X-Gatehouse-Gateway", gateway);
    return tenant.client.send({.target = "/gate/Aka%20Project/Calculator",
                               .token = authorization,
                               .headers = std::move(fields)});
  }
  ApiReply ask_at(const std::string& path) {
    return tenant.client.send({.target = path,
                               .token = basic("u1", "pw"),
                               .headers = {{"X-Gatehouse-Gateway", gateway}}});
  }
};

void check_stranger(const ApiReply& reply) {
  CHECK(reply.status == 401);
  CHECK(reply.http.header("WWW-Authenticate") == R"(Gatehouse-Gateway realm="gatehouse")");
  CHECK(reply.http.count("X-Gatehouse-Reason") == 0);
  CHECK(reply.http.count("X-Gatehouse-Username") == 0);
}

}  // namespace

TEST_CASE("gate requests: every method gets the same answer") {
  Allowed estate;
  for (const char* method :
       {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "TRACE", "X"}) {
    CAPTURE(method);
    CHECK(estate.verdict({.method = method}) == "allowed");
    CHECK(estate.verdict({.password = "wrong", .method = method}) == "wrong_secret");
  }
  // HEAD has no body even if JSON is accepted.
  const auto head = estate.ask({.headers = {{"Accept", "application/json"}}, .method = "HEAD"});
  CHECK(head.status == 200);
  CHECK(head.http.body.empty());
}

TEST_CASE("gate requests: a body is skipped, and the next request on the connection is answered") {
  Allowed estate;
  for (const std::string& body : {std::string("{}"), std::string(65'536, 'x'), std::string()}) {
    const auto reply = estate.tenant.client.send(
        {.method = "POST",
         .target = "/gate/Aka%20Project/Calculator",
         .token = basic("u1", "pw"),
         .body = body,
         .headers = {{"X-Gatehouse-Gateway", estate.gateway}, {"Content-Type", "text/plain"}}});
    CHECK(reply.status == 200);
  }
  check_success(estate.tenant.get("/me"), 200);
  // A body that looks like a request is not parsed as one.
  HttpClient client(estate.tenant.site.server().port());
  const std::string smuggled = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
  const auto answer = client.exchange(
      "POST /gate/Aka%20Project/Calculator HTTP/1.1\r\nHost: x\r\nX-Gatehouse-Gateway: " +
      estate.gateway + "\r\nAuthorization: " + basic("u1", "pw") +
      "\r\nContent-Length: " + std::to_string(smuggled.size()) + "\r\n\r\n" + smuggled);
  CHECK(answer.status == 200);
  CHECK_FALSE(client.has_input(std::chrono::milliseconds(200)));
}

TEST_CASE("gate requests: without a valid gateway token no verdict is given") {
  Allowed estate;
  const auto ask = [&](const Fields& fields, const std::string& password) {
    return estate.tenant.client.send({.target = "/gate/Aka%20Project/Calculator",
                                      .token = basic("u1", password),
                                      .headers = fields});
  };
  const std::string name = "X-Gatehouse-Gateway";
  for (const Fields& fields :
       {Fields{}, Fields{{name, ""}}, Fields{{name, "wrong"}}, Fields{{name, estate.gateway + "x"}},
        Fields{{name, estate.gateway.substr(1)}}, Fields{{name, "Bearer " + estate.gateway}},
        Fields{{name, estate.tenant.admin.token}}, Fields{{name, std::string(4000, 'x')}},
        Fields{{name, estate.gateway}, {name, estate.gateway}},
        Fields{{name, estate.gateway}, {"x-gatehouse-gateway", "other"}},
        Fields{{"X-Gateway", estate.gateway}}}) {
    const auto right = ask(fields, "pw");
    check_stranger(right);
    const auto wrong = ask(fields, "wrong");
    check_stranger(wrong);
    CHECK(right.http.body == wrong.http.body);
  }
  const auto told = ask({{"Accept", "application/json"}}, "pw");
  check_stranger(told);
  CHECK(names(told.body) == std::set<std::string>{"description"});
}

TEST_CASE("gate requests: malformed Basic authentication is a wrong secret") {
  Allowed estate;
  const std::string good = basic("u1", "pw").substr(6);
  CHECK(estate.ask_with("Basic " + good).status == 200);
  CHECK(estate.ask_with("bAsIc   " + good).status == 200);
  for (const std::string& wrong :
       {std::string(), good, "Bearer " + good, std::string("Basic"), std::string("Basic "),
        "Basic " + good + "=", "Basic !" + good, "Basic " + good.substr(1), "Basic " + good + " x",
        "Basic " + good + "," + good, "Basic\t" + good,
        // "u1" without a colon, invalid UTF-8, U+0000.
        std::string("Basic dTE="), std::string("Basic dTE6/w=="), std::string("Basic /zpwdw=="),
        std::string("Basic dTEAOnB3"), std::string("Basic dTE6cHcA"),
        std::string("Digest username=\"u1\""), "Basic " + std::string(8000, 'A')}) {
    CAPTURE(wrong);
    const auto reply = estate.ask_with(wrong);
    CHECK(reply.status == 401);
    CHECK(reply.http.header("X-Gatehouse-Reason") == "wrong_secret");
  }
  const auto two = estate.ask_with("Basic " + good, {{"Authorization", "Basic " + good}});
  CHECK(two.status == 401);
  CHECK(two.http.header("X-Gatehouse-Reason") == "wrong_secret");
  // Tokens of the account are not credentials.
  CHECK(estate.ask_with(estate.tenant.admin.token).status == 401);
}

TEST_CASE("gate requests: the path after the two names is the path of the gateway's client") {
  Allowed estate;
  for (const char* path :
       {"/gate/Aka%20Project/Calculator", "/gate/Aka%20Project/Calculator/",
        "/gate/Aka%20Project/Calculator/a/b?c=d", "/gate/Aka%20Project/Calculator//",
        "/gate/Aka%20Project/Calculator/../Other", "/gate/Aka%20Project/Calculator/%zz",
        "/gate/Aka%20Project/Calculator?x", "/gate/%41ka%20Project/Calculator%2F"}) {
    CAPTURE(path);
    // The last one names another proxy: an encoded slash is part of the name.
    const bool other = std::string(path).ends_with("%2F");
    CHECK(estate.ask_at(path).status == (other ? 403 : 200));
  }
  for (const char* path :
       {"/gate/", "/gate/Aka%20Project", "/gate/Aka%20Project/", "/gate//Calculator", "/gate///",
        "/gate/Aka%20Project//Calculator", "/gate/./Aka%20Project/Calculator",
        "/gate/x/../Aka%20Project/Calculator", "/gate/Aka%20Project/./Calculator",
        "/gate/Aka%20Project%2FCalculator", "/gate/%zz/Calculator", "/gate/Aka%20Project/%FF",
        "/gate/Aka%20Project/Calculator%00", "/gate/Aka+Project/Calculator"}) {
    CAPTURE(path);
    const auto reply = estate.ask_at(path);
    CHECK(reply.status == 403);
    CHECK(reply.http.header("X-Gatehouse-Reason") == "not_granted");
  }
  for (const char* path :
       {"/gate", "/Gate/Aka%20Project/Calculator", "//gate/Aka%20Project/Calculator",
        "/x/../gate/Aka%20Project/Calculator"}) {
    CAPTURE(path);
    check_error(estate.ask_at(path), 404);
  }
}

TEST_CASE("gate requests: the client's path after the names is not interpreted") {
  Allowed estate;
  const std::string at = "/gate/Aka%20Project/Calculator";
  for (const std::string& rest : std::vector<std::string>{
           "?filter[a]=1", "/a|b", "/{a}", "/<a>", "?q=\"a\"", "/a\\b", "/a^b`c", "?#a", "/%",
           "/caf\xC3\xA9", "?\xFF\xFE", "?q=" + std::string(9 * 1024, 'q'),
           "/" + std::string(60 * 1024, 'p')}) {
    CAPTURE(rest.substr(0, 40));
    CHECK(estate.ask_at(at + rest).status == 200);
    CHECK(estate.ask_at("http://gatehouse.example" + at + rest).status == 200);
  }
  // The account API still requires encoding.
  check_error(estate.tenant.get("/me?filter[a]=1"), 400);
}

TEST_CASE("gate requests: unknown fields are ignored") {
  Allowed estate;
  const std::string right = basic("u1", "pw");
  for (const Fields& fields :
       {Fields{{"Cookie", std::string(17 * 1024, 'c')}},
        Fields{{"Cookie", std::string(60 * 1024, 'c')}}, Fields{{"Cookie", "caf\xC3\xA9=\xFF"}},
        Fields{{"Expect", "the-unexpected"}}, Fields(300, {"X-Filler", "x"}),
        Fields{{"Content-Type", "\"none"}}, Fields{{"Accept", std::string(9000, ',')}}}) {
    CAPTURE(fields.front().first);
    CHECK(estate.ask_with(right, fields).status == 200);
  }
}

TEST_CASE("gate requests: a refusal of the server has a status for gateways, and no body") {
  Allowed estate;
  const std::string at = "/gate/Aka%20Project/Calculator";
  const auto check_malformed = [&](const ApiReply& reply) {
    CHECK(reply.status == 403);
    CHECK(reply.http.header("X-Gatehouse-Reason") == "malformed_request");
    CHECK(reply.http.body.empty());
    CHECK(reply.http.count("X-Gatehouse-Username") == 0);
  };
  check_malformed(estate.ask_at(at + "?" + std::string(66 * 1024, 'q')));
  check_malformed(estate.ask_with(basic("u1", "pw"), {{"Cookie", std::string(140 * 1024, 'c')}}));
  check_malformed(estate.ask_with(basic("u1", "pw"), {{"Content-Length", "x"}}));
  check_malformed(estate.ask_with(basic("u1", "pw"), {{"Host", "a b"}}));
  check_malformed(estate.ask_at(at + "?a b"));
  check_malformed(estate.ask_with(basic("u1", "pw"), {{"Transfer-Encoding", "gzip"}}));
}

TEST_CASE("gate requests: the names are taken from the path, whatever other fields contain") {
  Allowed estate;
  estate.add_proxy("Other");
  for (const char* name : {"X-Original-URI", "X-Forwarded-Uri", "X-Rewrite-URL"}) {
    CHECK(estate.verdict({.proxy = "Other",
                          .headers = {{name, "/gate/Aka%20Project/Calculator"}}}) == "not_granted");
  }
}

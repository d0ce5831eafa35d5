// The answers to gateways.
#include <doctest/doctest.h>

#include <string>

#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

const std::vector<std::pair<std::string, std::string>> as_json{{"Accept", "application/json"}};

std::string credential_with(const std::string& member) {
  std::string body = credential_body("u1");
  body.insert(body.size() - 1, "," + member);
  return body;
}

/// Refused with that reason, in the header field and, if JSON is accepted, in the body.
void check_refusal(Estate& estate, Inquiry inquiry, unsigned status, const std::string& reason) {
  CAPTURE(reason);
  const auto plain = estate.ask(inquiry);
  CHECK(plain.status == status);
  CHECK(plain.http.header("X-Gatehouse-Reason") == reason);
  CHECK(plain.http.header("Cache-Control") == "no-store");
  CHECK(plain.http.header("WWW-Authenticate") ==
        (status == 401 ? R"(Basic realm="gatehouse", charset="UTF-8")" : ""));
  CHECK(plain.http.body.empty());
  for (const char* name : {"X-Gatehouse-Username", "X-Gatehouse-Roles", "X-Gatehouse-Project"}) {
    CHECK(plain.http.count(name) == 0);
  }
  inquiry.headers.insert(inquiry.headers.end(), as_json.begin(), as_json.end());
  const auto told = estate.ask(inquiry);
  CHECK(told.status == status);
  CHECK(told.http.header("Content-Type") == "application/json");
  REQUIRE(told.body.is_object());
  CHECK(names(told.body) == std::set<std::string>{"allowed", "reason", "description"});
  CHECK(told.body.at("allowed") == false);
  CHECK(told.body.at("reason") == boost::json::value(reason));
  CHECK(!told.body.at("description").as_string().empty());
}

}  // namespace

TEST_CASE("gate: an allowed client is identified in header fields") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials", credential_with(R"("roleNameList":["a","b"])")));
  check_done(estate.send("PUT", "credentials/u1/access", access_body("Calculator")));
  // The first request is verified, the second one is served from the cache.
  for (int i = 0; i < 2; ++i) {
    const auto reply = estate.ask();
    CHECK(reply.status == 200);
    CHECK(reply.http.header("X-Gatehouse-Username") == "u1");
    CHECK(reply.http.header("X-Gatehouse-Roles") == "a,b");
    CHECK(reply.http.header("X-Gatehouse-Project") == "Aka%20Project");
    CHECK(reply.http.header("Cache-Control") == "no-store");
    CHECK(reply.http.count("X-Gatehouse-Reason") == 0);
    CHECK(reply.http.count("WWW-Authenticate") == 0);
    CHECK(reply.http.body.empty());
  }
  const auto told = estate.ask({.headers = as_json});
  CHECK(told.body == boost::json::value{{"allowed", true},
                                        {"username", "u1"},
                                        {"roles", {"a", "b"}},
                                        {"project", "Aka Project"},
                                        {"apiProxy", "Calculator"},
                                        {"scope", "project"}});
}

TEST_CASE("gate: a body is sent only if JSON is explicitly accepted") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  for (const char* accept : {"application/json", "text/html, Application/JSON;q=0.5"}) {
    CHECK(!estate.ask({.headers = {{"Accept", accept}}}).http.body.empty());
  }
  for (const char* accept : {"*/*", "application/*", "text/html", "application/json5", ""}) {
    CAPTURE(accept);
    CHECK(estate.ask({.headers = {{"Accept", accept}}}).http.body.empty());
  }
}

TEST_CASE("gate: an unknown username and a wrong password get the same refusal") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  check_refusal(estate, {.password = "wrong"}, 401, "wrong_secret");
  check_refusal(estate, {.username = "nobody"}, 401, "wrong_secret");
  check_refusal(estate, {.username = "U1"}, 401, "wrong_secret");
  check_refusal(estate, {.password = ""}, 401, "wrong_secret");
  check_refusal(estate, {.username = ""}, 401, "wrong_secret");
  CHECK(estate.ask({.username = "nobody", .headers = as_json}).http.body ==
        estate.ask({.password = "wrong", .headers = as_json}).http.body);
  // Other reasons for a refusal are only revealed to clients with the password.
  check_done(
      estate.send("PUT", "credentials", R"({"username":"u1","email":"a@b.c","enabled":false})"));
  check_refusal(estate, {.password = "wrong"}, 401, "wrong_secret");
}

TEST_CASE("gate: a password may contain colons, spaces and any letters") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  const std::vector<std::string> passwords{"a:b", ":", " ", "ğ𝒆", "a\nb", std::string(128, 'x')};
  for (const std::string& password : passwords) {
    check_done(estate.send("PATCH", "credentials/u1", password_body(password)));
    CHECK(estate.verdict({.password = password}) == "allowed");
    CHECK(estate.verdict({.password = password + " "}) == "wrong_secret");
  }
}

TEST_CASE("gate: each reason for a refusal has a status and a name") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  estate.add_proxy("Other");
  check_refusal(estate, {.proxy = "Other"}, 403, "not_granted");
  check_refusal(estate, {.proxy = "Unknown"}, 403, "not_granted");
  check_refusal(estate, {.proxy = "calculator"}, 403, "not_granted");
  check_done(estate.send("PUT", "credentials/u1/access",
                         R"([{"name":"Other","type":"API_PROXY",
                              "expireTime":"2023-08-14T00:00:00.000Z"}])"));
  check_refusal(estate, {.proxy = "Other"}, 403, "grant_expired");

  const auto save = [&](const std::string& member) {
    check_done(
        estate.send("PUT", "credentials", R"({"username":"u1","email":"a@b.c",)" + member + "}"));
  };
  // The first applicable reason is returned.
  save(R"("ipList":["10.0.0.0/8"])");
  check_refusal(estate, {.proxy = "Other"}, 403, "address_not_allowed");
  save(R"("expireDate":"2023-08-14T00:00:00.000Z")");
  check_refusal(estate, {}, 403, "expired");
  save(R"("enabled":"false")");
  check_refusal(estate, {}, 403, "disabled");
}

TEST_CASE("gate: no proxy is granted in an unknown project") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  for (const char* project : {"Unknown", "admin", "aka project"}) {
    estate.project = project;
    CHECK(estate.verdict() == "not_granted");
  }
}

TEST_CASE("gate: a credential created in another project is not granted") {
  Estate estate(shared_installation());
  estate.tenant.post("/projects", name_body("Other"));
  check_done(estate.send_to("Other", "POST", "apiProxies", name_body("Calculator")));
  estate.add_credential("u1");
  CHECK(estate.verdict() == "allowed");
  estate.project = "Other";
  CHECK(estate.verdict() == "not_granted");
}

TEST_CASE("gate: a credential of the project admin is valid in every project of the account") {
  Estate estate(shared_installation());
  estate.tenant.post("/projects", name_body("Other"));
  check_done(estate.send_to("Other", "POST", "apiProxies", name_body("Calculator")));
  check_done(estate.send_to("admin", "POST", "credentials", credential_body("u1")));
  check_done(estate.send_to("admin", "PUT", "credentials/u1/access", access_body("Calculator")));
  for (const char* project : {"Aka Project", "Other"}) {
    estate.project = project;
    const auto reply = estate.ask({.headers = as_json});
    CHECK(reply.status == 200);
    CHECK(reply.body.at("scope") == "account");
    CHECK(reply.body.at("project") == boost::json::value(project));
  }
  // A project may grant it its own proxies, which applies to that project.
  check_done(estate.send_to("Other", "POST", "apiProxies", name_body("Special")));
  check_done(estate.send_to("Other", "PUT", "credentials/u1/access", access_body("Special")));
  CHECK(estate.verdict({.proxy = "Special"}) == "allowed");
  estate.project = "Aka Project";
  estate.add_proxy("Special");
  CHECK(estate.verdict({.proxy = "Special"}) == "not_granted");
}

TEST_CASE("gate: a proxy of the project admin exists in every project") {
  Estate estate(shared_installation());
  check_done(estate.send_to("admin", "POST", "apiProxies", name_body("Everywhere")));
  estate.add_credential("u1", "Everywhere");
  CHECK(estate.verdict({.proxy = "Everywhere"}) == "allowed");
}

TEST_CASE("gate: of several grants on a proxy, the one with the latest expiry applies") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials", credential_body("u1")));
  check_done(estate.send("POST", "apiProxyGroups", name_body("g")));
  check_done(estate.send("PUT", "apiProxyGroups/g/apiProxies", names_body("Calculator")));
  check_done(estate.send("PUT", "credentials/u1/access",
                         R"([{"name":"Calculator","type":"API_PROXY",
                              "expireTime":"2023-08-14T00:00:00.000Z"}])"));
  CHECK(estate.verdict() == "grant_expired");
  check_done(estate.send("PUT", "credentials/u1/access", access_body("g", "API_PROXY_GROUP")));
  CHECK(estate.verdict() == "allowed");
}

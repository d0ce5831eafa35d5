// What a client of the credential API does from its first token to its last deletion, with the
// paths and header fields that such clients send: closing slashes, and no Content-Type of JSON.
#include <doctest/doctest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

/// A client that knows its project's name, and the e-mail address and password of a user.
class Client {
 public:
  explicit Client(Estate& estate) : estate_(estate) {
    const Person& admin = estate.tenant.admin;
    const auto reply = send("POST", "/apiops/auth/token/",
                            "grant_type=client_credentials&client_id=" + segment(admin.email) +
                                "&client_secret=" + segment(admin.password));
    REQUIRE(reply.status == 200);
    CHECK(reply.body.at("token_type") == "Bearer");
    token_ = "Bearer " + std::string(reply.body.at("access_token").as_string());
  }

  /// As curl does with `-d`, which calls every body a form.
  ApiReply send(const std::string& method, const std::string& target,
                const std::string& body = {}) {
    ApiRequest request{.method = method, .target = target, .token = token_};
    request.headers = {{"Accept", "application/json"}};
    if (!body.empty()) {
      request.body = body;
      request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    }
    return estate_.tenant.client.send(request);
  }

  ApiReply at(const std::string& method, const std::string& path, const std::string& body = {}) {
    return send(method, "/apiops/projects/Aka%20Project/" + path, body);
  }

  /// The only credential, as it is listed.
  json::object only() {
    const auto listed = check_listed(at("GET", "credentials/"));
    REQUIRE(listed.size() == 1);
    const auto one = check_listed(at("GET", "credentials/partner/"));
    REQUIRE(one.size() == 1);
    CHECK(one.front() == listed.front());
    return one.front().as_object();
  }

 private:
  Estate& estate_;
  std::string token_;
};

const std::string partner = R"({
  "email": "ops@partner.example", "fullName": "The partner", "description": "Orders by night",
  "username": "partner", "password": "first secret", "roleNameList": ["reader", "writer"],
  "enabled": "true", "ipList": ["192.0.2", "198.51.100.7"],
  "expireDate": "2099-08-14T00:00:00.000Z"
})";

const std::string both = R"([
  {"name": "Calculator", "type": "API_PROXY"},
  {"name": "Account Proxy Group", "type": "API_PROXY_GROUP"}
])";

/// A change of the credential as a PUT of all of its fields.
std::string changed(json::object credential, const char* field, const json::value& value) {
  credential["username"] = "partner";
  credential[field] = value;
  return json::serialize(credential);
}

}  // namespace

TEST_CASE("manual: a credential is created, read, updated, granted, revoked and deleted") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "apiProxyGroups/", name_body("Account Proxy Group")));
  Client client(estate);
  const auto verdict = [&](const std::string& password, const std::string& address) {
    return estate.verdict(
        {.username = "partner", .password = password, .headers = {{"X-Real-IP", address}}});
  };

  CHECK(check_listed(client.send("GET", "/apiops/projects/")).front().at("name") == "Aka Project");
  CHECK(check_listed(client.send("GET", "/apiops/environments/")).empty());
  CHECK(check_listed(client.at("GET", "credentials/")).empty());

  check_done(client.at("POST", "credentials/", partner));
  json::object shown = client.only();
  CHECK(without_times(shown) == json::object{{"username", "partner"},
                                             {"password", nullptr},
                                             {"fullName", "The partner"},
                                             {"email", "ops@partner.example"},
                                             {"description", "Orders by night"},
                                             {"roleNameList", {"reader", "writer"}},
                                             {"enabled", true},
                                             {"ipList", {"192.0.2", "198.51.100.7"}},
                                             {"expireDate", "2099-08-14T00:00:00.000Z"},
                                             {"projectName", "Aka Project"}});
  CHECK(verdict("first secret", "192.0.2.77") == "not_granted");

  check_done(client.at("PUT", "credentials/partner/access/", both));
  json::array grants = check_listed(client.at("GET", "credentials/partner/access/"));
  for (json::value& grant : grants) grant = without_times(grant);
  CHECK(grants == json::array{{{"name", "Calculator"}, {"type", "API_PROXY"}},
                              {{"name", "Account Proxy Group"}, {"type", "API_PROXY_GROUP"}}});
  CHECK(verdict("first secret", "192.0.2.77") == "allowed");
  CHECK(verdict("first secret", "192.0.3.1") == "address_not_allowed");

  check_done(client.at("PATCH", "credentials/partner/", password_body("second secret")));
  CHECK(verdict("first secret", "192.0.2.77") == "wrong_secret");
  CHECK(verdict("second secret", "192.0.2.77") == "allowed");

  check_done(client.at("PUT", "credentials/", changed(shown, "enabled", "false")));
  CHECK(client.only().at("enabled") == false);
  CHECK(verdict("second secret", "192.0.2.77") == "disabled");
  check_done(client.at("PUT", "credentials/", changed(shown, "enabled", true)));
  check_done(client.at("PUT", "credentials/", changed(shown, "ipList", json::array{"203.0.113"})));
  CHECK(verdict("second secret", "192.0.2.77") == "address_not_allowed");
  CHECK(verdict("second secret", "203.0.113.9") == "allowed");
  check_done(
      client.at("PUT", "credentials/", changed(shown, "expireDate", "2023-08-14T00:00:00.000Z")));
  CHECK(verdict("second secret", "192.0.2.77") == "expired");
  check_done(client.at("PUT", "credentials/", json::serialize(shown)));
  CHECK(without_times(client.only()) == without_times(shown));
  CHECK(verdict("second secret", "192.0.2.77") == "allowed");

  check_done(client.at("DELETE", "credentials/partner/access/",
                       R"({"credentialAccessList":)" + access_body("Calculator") + "}"));
  CHECK(verdict("second secret", "192.0.2.77") == "not_granted");
  check_done(client.at("POST", "credentials/partner/access/revoke/",
                       access_body("Account Proxy Group", "API_PROXY_GROUP")));
  CHECK(check_listed(client.at("GET", "credentials/partner/access/")).empty());

  check_done(client.at("DELETE", "credentials/partner/"));
  CHECK(check_listed(client.at("GET", "credentials/")).empty());
  CHECK(verdict("second secret", "192.0.2.77") == "wrong_secret");
}

TEST_CASE("manual: a grant ends at the time that it was given") {
  Estate estate(shared_installation());
  Client client(estate);
  check_done(client.at("POST", "credentials/", partner));
  const auto ask = [&] {
    return estate.verdict({.username = "partner",
                           .password = "first secret",
                           .headers = {{"X-Real-IP", "198.51.100.7"}}});
  };
  check_done(client.at("PUT", "credentials/partner/access/",
                       R"([{"name":"Calculator","type":"API_PROXY",)"
                       R"("expireDate":"2020-01-01T00:00:00.000Z"}])"));
  CHECK(ask() == "grant_expired");
  // It may then be granted again.
  check_done(client.at("PUT", "credentials/partner/access/",
                       R"([{"name":"Calculator","type":"API_PROXY",)"
                       R"("expireTime":"2099-01-01T00:00:00.000Z"}])"));
  CHECK(ask() == "allowed");
}

TEST_CASE("manual: the project admin holds the credentials of the whole account") {
  Estate estate(shared_installation());
  Client client(estate);
  const std::string all = "/apiops/projects/admin/credentials/";
  check_done(client.send("PUT", all, partner));
  CHECK(check_listed(client.send("GET", all + "partner/")).front().at("projectName") == "admin");
  CHECK(check_listed(client.at("GET", "credentials/")).empty());
  check_done(client.send("PUT", all + "partner/access/", access_body("Calculator")));
  CHECK(check_listed(client.send("GET", all + "partner/access/")).size() == 1);
  check_done(client.send("DELETE", all + "partner/access/", access_body("Calculator")));
  check_done(client.send("PATCH", all + "partner/", password_body("second secret")));
  check_done(client.send("DELETE", all + "partner/"));
}

TEST_CASE("manual: what cannot be done is answered with a status and a reason") {
  Estate estate(shared_installation());
  Client client(estate);
  check_done(client.at("POST", "credentials/", partner));
  check_refused(client.at("POST", "credentials/", partner), 400);
  check_refused(client.at("POST", "credentials/", R"({"username":"second"})"), 400);
  check_refused(client.at("GET", "credentials/unknown/"), 400);
  check_refused(client.at("PATCH", "credentials/unknown/", password_body("x")), 400);
  check_refused(client.at("DELETE", "credentials/unknown/"), 400);
  check_refused(client.at("GET", "credentials/unknown/access/"), 400);
  check_refused(client.at("PUT", "credentials/partner/access/", access_body("Unknown")), 400);
  check_refused(client.at("DELETE", "credentials/partner/access/", access_body("Calculator")), 400);
  check_refused(client.at("POST", "credentials/partner/access/revoke/", access_body("Calculator")),
                400);
  check_refused(client.send("GET", "/apiops/projects/Unknown/credentials/"), 404);
  check_refused(estate.tenant.client.get(estate.at("credentials/")), 401);
  // A user of the account without the permission.
  const Person developer = estate.tenant.add_user("developers");
  check_refused(estate.tenant.client.get(estate.at("credentials/"), developer.token), 401);
  const auto form = [&](const std::string& grant, const std::string& secret) {
    return client.send("POST", "/apiops/auth/token/",
                       "grant_type=" + grant + "&client_id=" + segment(developer.email) +
                           "&client_secret=" + secret);
  };
  check_refused(form("client_credentials", "wrong"), 401);
  check_refused(form("password", "wrong"), 400, "unsupported_grant_type");
}

// Every request in the documentation of the credential API, sent exactly as printed with its header
// fields Authorization and Accept. An e-mail address replaces <STRING> where it is printed for one.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <string>

#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

const std::string credential = R"({
  "email": "user1@example.org",
  "fullName": "<STRING>",
  "description": "<STRING>",
  "username": "user1",
  "password": "<STRING>",
  "roleNameList": [
    "role1",
    "role2"
  ],
  "enabled": "true",
  "ipList": [
    "90.0.182.75",
    "172.26.100.23"
  ],
  "expireDate":"2023-08-14T00:00:00.000Z"
})";

const std::string access_list = R"([

    {
       "name": "Calculator",
        "type": "API_PROXY"
    },

   {
       "name": "Account Proxy Group",
        "type": "API_PROXY_GROUP"
    }

])";

/// As printed, and with a length if there is a body, as required by HTTP.
ApiReply send(Estate& estate, const std::string& method, const std::string& path,
              const std::string& body = {}) {
  HttpClient client(estate.tenant.site.server().port());
  std::string request = method + " " + estate.at(path) +
                        " HTTP/1.1\r\nHost: x\r\nAuthorization: " + estate.tenant.admin.token +
                        "\r\nAccept: application/json\r\n";
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  ApiReply reply;
  reply.http = client.exchange(request + "\r\n" + body);
  reply.status = reply.http.status;
  boost::json::error_code ignored;
  reply.body = boost::json::parse(reply.http.body, ignored);
  return reply;
}

void scan(const std::string& slash) {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "apiProxyGroups", name_body("Account Proxy Group")));
  const std::string all = "credentials" + slash;
  const std::string one = all + (slash.empty() ? "/user1" : "user1" + slash);
  const std::string access = one + (slash.empty() ? "/access" : "access" + slash);

  CHECK(check_listed(send(estate, "GET", all)).empty());
  check_done(send(estate, "POST", all, credential));
  check_done(send(estate, "PUT", all, credential));
  const auto listed = check_listed(send(estate, "GET", all));
  REQUIRE(listed.size() == 1);
  CHECK(listed.front() == boost::json::value{{"username", "user1"},
                                             {"password", nullptr},
                                             {"fullName", "<STRING>"},
                                             {"email", "user1@example.org"},
                                             {"description", "<STRING>"},
                                             {"roleNameList", {"role1", "role2"}},
                                             {"enabled", true},
                                             {"ipList", {"90.0.182.75", "172.26.100.23"}},
                                             {"expireDate", "2023-08-14T00:00:00.000Z"},
                                             {"projectName", "Aka Project"}});
  check_done(send(estate, "PATCH", one, "{\n  \"password\": \"<STRING>\"\n}"));

  CHECK(check_listed(send(estate, "GET", access)).empty());
  check_done(send(estate, "PUT", access, access_list));
  CHECK(check_listed(send(estate, "GET", access)) ==
        boost::json::array{{{"name", "Calculator"}, {"type", "API_PROXY"}},
                           {{"name", "Account Proxy Group"}, {"type", "API_PROXY_GROUP"}}});
  check_done(send(estate, "DELETE", access, access_list));
  CHECK(check_listed(send(estate, "GET", access)).empty());
  check_done(send(estate, "DELETE", one));
  CHECK(check_listed(send(estate, "GET", all)).empty());
}

}  // namespace

TEST_CASE("credential API: every printed request works as printed") { scan("/"); }

TEST_CASE("credential API: every printed request works without the trailing slash") { scan(""); }

TEST_CASE(
    "credential API: the addresses of the printed response are accepted and shown as written") {
  Estate estate(shared_installation());
  check_done(send(estate, "POST", "credentials/",
                  R"({"username":"user1","password":"p","email":"a@b.c","fullName":"user1",)"
                  R"("enabled":true,"ipList":["123.123.123","98.98.15.12"]})"));
  const auto listed = check_listed(send(estate, "GET", "credentials/"));
  CHECK(listed.at(0).at("ipList") == boost::json::array{"123.123.123", "98.98.15.12"});
  CHECK(listed.at(0).at("enabled") == true);
  CHECK(listed.at(0).at("expireDate").is_null());
}

TEST_CASE("credential API: every printed request works in the project admin") {
  Estate estate(shared_installation());
  estate.project = "admin";
  check_done(send(estate, "POST", "credentials/", credential));
  check_done(send(estate, "PUT", "credentials/", credential));
  check_done(send(estate, "PATCH", "credentials/user1/", R"({"password":"<STRING>"})"));
  check_done(send(estate, "POST", "apiProxyGroups/", name_body("Account Proxy Group")));
  check_done(send(estate, "PUT", "credentials/user1/access/", access_list));
  check_done(send(estate, "DELETE", "credentials/user1/access/", access_list));
  check_done(send(estate, "DELETE", "credentials/user1/"));
}

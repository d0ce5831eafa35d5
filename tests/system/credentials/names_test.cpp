// Names with characters that are special in a path, a body or a header field.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

const std::vector<std::string> odd_names{"with space",
                                         " ",
                                         "a/b",
                                         "/",
                                         "..",
                                         ".",
                                         "%2F",
                                         "100%",
                                         "%",
                                         "a+b",
                                         "ğüşi",
                                         "字",
                                         "𝒆 😀",
                                         "a?b#c",
                                         "a&b=c",
                                         "\"quoted\"",
                                         "\\",
                                         "a;b,c",
                                         "null",
                                         "[0]",
                                         "admin ",
                                         "{projectName}",
                                         "e\xCC\x81",
                                         "access",
                                         "'; DROP TABLE credentials; --",
                                         "<script>",
                                         "\xE2\x80\xAE rtl"};

/// Usernames are stored in form NFC, which one of the names above is not in.
std::string as_username(const std::string& name) { return name == "e\xCC\x81" ? "\xC3\xA9" : name; }

}  // namespace

TEST_CASE("names: usernames, proxies and groups may contain any characters") {
  Estate estate(shared_installation());
  for (const std::string& name : odd_names) {
    CAPTURE(name);
    const std::string one = "credentials/" + segment(name);
    check_done(estate.send("POST", "credentials", credential_body(name)));
    estate.add_proxy(name);
    check_done(estate.send("POST", "apiProxyGroups", name_body(name)));
    const std::string members = "apiProxyGroups/" + segment(name) + "/apiProxies";
    check_done(estate.send("PUT", members, names_body(name)));
    check_done(estate.send("PATCH", one + "/", password_body("new")));
    check_done(estate.send("PUT", one + "/access/", access_body(name, "API_PROXY_GROUP")));
    CHECK(check_listed(estate.get(one + "/access")).at(0).at("name") == boost::json::value(name));

    const auto allowed = estate.ask({.proxy = name,
                                     .username = name,
                                     .password = "new",
                                     .headers = {{"Accept", "application/json"}}});
    CHECK(allowed.status == 200);
    CHECK(allowed.body.at("username") == boost::json::value(as_username(name)));
    CHECK(allowed.body.at("apiProxy") == boost::json::value(name));

    check_done(estate.send("DELETE", one + "/access/", access_body(name, "API_PROXY_GROUP")));
    check_done(estate.send("DELETE", members, names_body(name)));
    check_done(estate.send("DELETE", "apiProxyGroups/" + segment(name) + "/"));
    check_done(estate.send("DELETE", "apiProxies/" + segment(name)));
    check_done(estate.send("DELETE", one));
  }
  CHECK(check_listed(estate.get("credentials")).empty());
}

TEST_CASE("names: projects may have any name except admin") {
  for (const std::string& name : odd_names) {
    CAPTURE(name);
    Estate estate(shared_installation(), name);
    estate.add_credential("u1");
    const auto allowed = estate.ask();
    CHECK(allowed.status == 200);
    CHECK(check_listed(estate.get("credentials")).at(0).at("projectName") ==
          boost::json::value(name));
  }
  Tenant tenant(shared_installation());
  check_error(tenant.post("/projects", name_body("admin")), 409);
}

TEST_CASE("names: every percent-encoding of a path denotes one name, and is decoded once") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials", credential_body("a%2Fb")));
  check_done(estate.send("POST", "credentials", credential_body("a b")));
  const auto status = [&](const std::string& written) {
    return estate.get("credentials/" + written + "/access").status;
  };
  CHECK(status("a%252Fb") == 200);
  CHECK(status("%61%252Fb") == 200);
  CHECK(status("a%2Fb") == 400);
  CHECK(status("a%20b") == 200);
  // A plus sign in a path is not a space.
  CHECK(status("a+b") == 400);
}

TEST_CASE("names: a username has no colon, which Basic authentication cannot encode") {
  Estate estate(shared_installation());
  for (const char* name : {":", "a:b", "a:", ":a"}) {
    check_refused(estate.send("POST", "credentials", credential_body(name)), 400);
    check_refused(estate.send("PUT", "credentials", credential_body(name)), 400);
  }
  // In other names it is an ordinary character.
  estate.add_proxy("a:b");
  estate.add_credential("u1", "a:b");
  CHECK(estate.verdict({.proxy = "a:b"}) == "allowed");
}

TEST_CASE("names: names are percent-encoded in header fields") {
  Estate estate(shared_installation(), "Ödeme, %20");
  estate.add_proxy("p");
  check_done(estate.send("POST", "credentials",
                         R"({"username":"ğ a,b%","password":"pw","email":"a@b.c",
                             "roleNameList":["r 1","ö,%","plain-role_2"]})"));
  check_done(estate.send("PUT", "credentials/" + segment("ğ a,b%") + "/access", access_body("p")));
  const auto reply = estate.ask({.proxy = "p", .username = "ğ a,b%"});
  REQUIRE(reply.status == 200);
  CHECK(reply.http.header("X-Gatehouse-Username") == "%C4%9F%20a%2Cb%25");
  CHECK(reply.http.header("X-Gatehouse-Roles") == "r%201,%C3%B6%2C%25,plain-role_2");
  CHECK(reply.http.header("X-Gatehouse-Project") == "%C3%96deme%2C%20%2520");
}

TEST_CASE("names: a name cannot inject a line break into a header field") {
  Estate estate(shared_installation());
  for (const char* name : {"a\r\nX-Evil: 1", "a\nb", "a\rb", "a\tb", "a\x7F"}) {
    auto body = boost::json::parse(credential_body("u1")).as_object();
    body["username"] = name;
    check_refused(estate.send("POST", "credentials", boost::json::serialize(body)), 400);
    body["username"] = "u1";
    body["roleNameList"] = boost::json::array{name};
    check_refused(estate.send("POST", "credentials", boost::json::serialize(body)), 400);
    check_refused(estate.send("POST", "apiProxies", name_body(name)), 400);
    check_error(estate.tenant.post("/projects", name_body(name)), 400);
  }
  estate.add_credential("u1");
  for (const char* path : {"/gate/Aka%20Project%0d%0aX-Evil:1/Calculator",
                           "/gate/Aka%20Project/Calculator%0d%0aX-Evil:1"}) {
    const auto reply = estate.tenant.client.send(
        {.target = path,
         .token = basic("u1\r\nX-Evil: 1", "pw"),
         .headers = {{"X-Gatehouse-Gateway", estate.gateway}, {"Accept", "application/json"}}});
    CHECK(reply.status == 401);
    CHECK(reply.http.count("X-Evil") == 0);
    const auto known =
        estate.tenant.client.send({.target = path,
                                   .token = basic("u1", "pw"),
                                   .headers = {{"X-Gatehouse-Gateway", estate.gateway}}});
    CHECK(known.status == 403);
    CHECK(known.http.count("X-Evil") == 0);
  }
}

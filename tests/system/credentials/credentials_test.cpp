// The stored fields of a credential.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

const std::string whole = R"({"username":"u1","password":"pw","email":"a@b.c","fullName":"Full",
  "description":"D","roleNameList":["r"],"enabled":false,"ipList":["10.0.0.0/8"],
  "expireDate":"2030-01-01T00:00:00.125Z"})";

json::value only(Estate& estate) {
  auto listed = check_listed(estate.get("credentials/"));
  REQUIRE(listed.size() == 1);
  return listed.front();
}

std::string next_of(const ApiReply& reply) {
  const auto* next = reply.body.as_object().if_contains("next");
  return next == nullptr ? "" : std::string(next->as_string());
}

}  // namespace

TEST_CASE("credentials: by default a credential is enabled, never expires and has empty fields") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials/", credential_body("u1")));
  CHECK(only(estate) == json::value{{"username", "u1"},
                                    {"password", nullptr},
                                    {"fullName", ""},
                                    {"email", "somebody@example.org"},
                                    {"description", ""},
                                    {"roleNameList", json::array()},
                                    {"enabled", true},
                                    {"ipList", json::array()},
                                    {"expireDate", nullptr},
                                    {"projectName", "Aka Project"}});
}

TEST_CASE("credentials: PUT keeps omitted fields, null clears them, and the e-mail may change") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials/", whole));
  const json::value before = only(estate);
  CHECK(before.at("expireDate") == "2030-01-01T00:00:00.125Z");

  check_done(estate.send("PUT", "credentials/", R"({"username":"u1","email":"new@b.c"})"));
  json::value wanted = before;
  wanted.at("email") = "new@b.c";
  CHECK(only(estate) == wanted);

  check_done(estate.send("PUT", "credentials/",
                         R"({"username":"u1","email":"new@b.c","fullName":null,"description":null,
                             "roleNameList":null,"ipList":null,"expireDate":null,
                             "enabled":"true"})"));
  CHECK(only(estate) == json::value{{"username", "u1"},
                                    {"password", nullptr},
                                    {"fullName", ""},
                                    {"email", "new@b.c"},
                                    {"description", ""},
                                    {"roleNameList", json::array()},
                                    {"enabled", true},
                                    {"ipList", json::array()},
                                    {"expireDate", nullptr},
                                    {"projectName", "Aka Project"}});
}

TEST_CASE("credentials: an item of a list can be sent back") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials/", whole));
  const json::value before = only(estate);
  check_done(estate.send("PUT", "credentials/", json::serialize(before)));
  CHECK(only(estate) == before);
}

TEST_CASE("credentials: PUT creates a missing credential, which requires a password") {
  Estate estate(shared_installation());
  const std::string bare = R"({"username":"u1","email":"a@b.c"})";
  const auto reply = check_refused(estate.send("PUT", "credentials/", bare), 400);
  CHECK(reply.http.body.find("password") != std::string::npos);
  CHECK(check_listed(estate.get("credentials/")).empty());
  check_done(estate.send("PUT", "credentials/", credential_body("u1")));
  check_done(estate.send("PUT", "credentials/", bare));
  CHECK(only(estate).at("username") == "u1");
}

TEST_CASE("credentials: a username is unique in the whole account, in any normalisation form") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials/", credential_body("u1")));
  check_refused(estate.send("POST", "credentials/", credential_body("u1")), 400);
  check_done(estate.send("POST", "credentials/", credential_body("U1")));
  estate.tenant.post("/projects", name_body("Other"));
  for (const char* project : {"Other", "admin"}) {
    check_refused(estate.send_to(project, "POST", "credentials/", credential_body("u1")), 400);
  }
  // It cannot be saved through another project either, and the answer says where it is.
  const auto elsewhere =
      check_refused(estate.send_to("Other", "PUT", "credentials/", credential_body("u1")), 400);
  CHECK(elsewhere.body.at("error_description").as_string().find("\"Aka Project\"") !=
        json::string::npos);
  CHECK(check_listed(estate.get("credentials/")).size() == 2);
  CHECK(check_listed(estate.send_to("Other", "GET", "credentials/")).empty());
}

TEST_CASE("credentials: an unknown username is 400 for every operation that names one") {
  Estate estate(shared_installation());
  estate.tenant.post("/projects", name_body("Other"));
  check_done(estate.send_to("Other", "POST", "credentials/", credential_body("others")));
  for (const std::string username : {"nobody", "others"}) {
    CAPTURE(username);
    const std::string one = "credentials/" + username;
    check_refused(estate.get(one), 400);
    check_refused(estate.send("PATCH", one, password_body("x")), 400);
    check_refused(estate.send("DELETE", one), 400);
    check_refused(estate.get(one + "/access"), 400);
    check_refused(estate.send("PUT", one + "/access", access_body("Calculator")), 400);
    check_refused(estate.send("DELETE", one + "/access", access_body("Calculator")), 400);
    check_refused(estate.send("POST", one + "/access/revoke", access_body("Calculator")), 400);
  }
  CHECK(check_listed(estate.send_to("Other", "GET", "credentials/")).size() == 1);
}

TEST_CASE("credentials: the project admin lists and manages all credentials of the account") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials/", credential_body("here")));
  check_done(estate.send_to("admin", "POST", "credentials/", credential_body("everywhere")));
  const auto all = check_listed(estate.send_to("admin", "GET", "credentials/"));
  REQUIRE(all.size() == 2);
  CHECK(all.at(0).at("username") == "here");
  CHECK(all.at(0).at("projectName") == "Aka Project");
  CHECK(all.at(1).at("username") == "everywhere");
  CHECK(all.at(1).at("projectName") == "admin");
  const auto own = check_listed(estate.get("credentials/"));
  REQUIRE(own.size() == 1);
  CHECK(own.at(0).at("username") == "here");

  check_done(estate.send_to("admin", "PATCH", "credentials/here", password_body("x")));
  CHECK(only(estate).at("projectName") == "Aka Project");
  check_refused(estate.send("DELETE", "credentials/everywhere"), 400);
  check_done(estate.send_to("admin", "DELETE", "credentials/here"));
  CHECK(check_listed(estate.get("credentials/")).empty());
}

TEST_CASE("credentials: PUT under admin extends one of a project to the account with its grants") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  CHECK(estate.verdict() == "allowed");
  check_done(
      estate.send_to("admin", "PUT", "credentials/", R"({"username":"u1","email":"moved@b.c"})"));
  CHECK(check_listed(estate.get("credentials/")).empty());
  const auto all = check_listed(estate.send_to("admin", "GET", "credentials/"));
  REQUIRE(all.size() == 1);
  CHECK(all.front().at("projectName") == "admin");
  CHECK(all.front().at("email") == "moved@b.c");
  CHECK(estate.verdict() == "allowed");
  CHECK(check_listed(estate.get("credentials/u1/access/")).size() == 1);
  // The decision that is cached no longer rests on the project's credential.
  const auto allowed = estate.ask({.headers = {{"Accept", "application/json"}}});
  CHECK(allowed.body.at("scope") == "account");

  const auto refused =
      check_refused(estate.send("PUT", "credentials/", credential_body("u1", "other")), 400);
  CHECK(refused.body.at("error_description").as_string().find("\"admin\"") != json::string::npos);
  CHECK(estate.verdict() == "allowed");
  check_done(estate.send("DELETE", "credentials/u1/access/", access_body("Calculator")));
  CHECK(estate.verdict() == "not_granted");
}

TEST_CASE("credentials: one is got as a list of one, as it is listed") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials/", whole));
  check_done(estate.send("POST", "credentials/", credential_body("u2")));
  for (const char* path : {"credentials/u1", "credentials/u1/"}) {
    const auto found = check_listed(estate.get(path));
    REQUIRE(found.size() == 1);
    CHECK(found.front() == check_listed(estate.get("credentials/")).front());
    CHECK(found == check_listed(estate.send_to("admin", "GET", path)));
  }
  // What was read can be put back, and the password stays.
  const auto item = check_listed(estate.get("credentials/u2/")).front();
  CHECK(item.at("password").is_null());
  check_done(estate.send("PUT", "credentials/", json::serialize(item)));
  check_done(estate.send("PUT", "credentials/u2/access/", access_body("Calculator")));
  CHECK(estate.verdict({.username = "u2"}) == "allowed");
  json::object added = item.as_object();
  added["username"] = "u3";
  const auto refused =
      check_refused(estate.send("POST", "credentials/", json::serialize(added)), 400);
  CHECK(refused.http.body.find("password is required") != std::string::npos);
}

TEST_CASE("credentials: lists are in the order of creation and paginated") {
  Estate estate(shared_installation());
  const std::vector<std::string> usernames{"z", "a b", "m/n", "ğ", "a+b"};
  for (const std::string& username : usernames) {
    check_done(estate.send("POST", "credentials/", credential_body(username)));
  }
  std::vector<std::string> seen;
  std::string target = "credentials/?limit=2";
  for (;;) {
    const auto reply = estate.get(target);
    for (const auto& item : check_listed(reply)) {
      seen.emplace_back(item.at("username").as_string());
    }
    const std::string next = next_of(reply);
    if (next.empty()) break;
    target = "credentials/?limit=2&after=" + segment(next);
  }
  CHECK(seen == usernames);
  for (const char* wrong : {"limit=0", "limit=1001", "limit=x", "limit=1&limit=1", "indent=17",
                            "after=nobody", "after=%FF"}) {
    CAPTURE(wrong);
    check_refused(estate.get(std::string("credentials/?") + wrong), 400);
  }
}

TEST_CASE("credentials: deleting one releases its username and removes its grants") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  check_done(estate.send("DELETE", "credentials/u1/"));
  check_refused(estate.send("DELETE", "credentials/u1/"), 400);
  check_done(estate.send("POST", "credentials/", credential_body("u1")));
  CHECK(check_listed(estate.get("credentials/u1/access/")).empty());
}

TEST_CASE("credentials: the minimum password length applies to new passwords") {
  Installation site({"--password-min-length", "12"});
  const Registration pending = register_account(site);
  auto client = site.connect();
  auto body = json::parse(approval_body(pending.code, pending.email)).as_object();
  body["password"] = "123456789012";
  const std::string token =
      client.put("/api/v1/register/" + pending.id, json::serialize(body)).text("token");
  const auto send = [&](const std::string& method, const std::string& path,
                        const std::string& sent) {
    return client.send({.method = method,
                        .target = "/apiops/projects/admin/credentials/" + path,
                        .token = token,
                        .body = sent});
  };
  for (const char* method : {"POST", "PUT"}) {
    check_refused(send(method, "", credential_body("u1", "12345678901")), 400);
  }
  check_done(send("POST", "", credential_body("u1", "123456789012")));
  check_refused(send("PUT", "", credential_body("u1", "12345678901")), 400);
  check_refused(send("PATCH", "u1", password_body("12345678901")), 400);
  check_done(send("PATCH", "u1", password_body("ğğğğğğğğğğğğ")));
}

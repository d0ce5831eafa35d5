// Grants and their targets: API proxies and groups of them.
#include <doctest/doctest.h>

#include <string>

#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

const std::string of_u1 = "credentials/u1/access/";

json::array granted(Estate& estate) { return check_listed(estate.get(of_u1)); }

/// An account where u1 may be granted the proxies Calculator and Other and the group Both.
struct Granting : Estate {
  Granting() : Estate(shared_installation()) {
    add_proxy("Other");
    check_done(send("POST", "credentials/", credential_body("u1")));
    check_done(send("POST", "apiProxyGroups/", name_body("Both")));
  }
};

}  // namespace

TEST_CASE("access: an access list may be wrapped in an object") {
  Granting estate;
  check_done(
      estate.send("PUT", of_u1, R"({"credentialAccessList":)" + access_body("Calculator") + "}"));
  CHECK(granted(estate).size() == 1);
  check_done(estate.send("DELETE", of_u1,
                         R"({"credentialAccessList":)" + access_body("Calculator") + "}"));
  CHECK(granted(estate).empty());
}

TEST_CASE("access: a grant may have an expiry, which is shown") {
  Granting estate;
  check_done(estate.send("PUT", of_u1,
                         R"([{"name":"Calculator","type":"API_PROXY",
                              "expireTime":"2023-08-14T00:00:00.000Z"},
                             {"name":"Other","type":"API_PROXY","expireTime":null}])"));
  const auto shown = granted(estate);
  REQUIRE(shown.size() == 2);
  CHECK(shown.at(0).at("expireTime") == "2023-08-14T00:00:00.000Z");
  CHECK(!shown.at(1).as_object().contains("expireTime"));
}

TEST_CASE("access: a list is processed completely or not at all") {
  Granting estate;
  const std::string good = R"({"name":"Calculator","type":"API_PROXY"})";
  for (const std::string bad :
       {R"({"name":"Nope","type":"API_PROXY"})",
        R"({"name":"Calculator","type":"API_PROXY_GROUP"})",
        R"({"name":"Both","type":"API_PROXY"})", R"({"name":"Calculator","type":"API_PROXY"})",
        R"({"name":"calculator","type":"API_PROXY"})", R"({"name":"Calculator"})",
        R"({"name":"","type":"API_PROXY"})", R"({"name":"Other","type":"PROXY"})", "null", "5",
        R"({"name":"Other","type":"API_PROXY","expireTime":"tomorrow"})"}) {
    CAPTURE(bad);
    check_refused(estate.send("PUT", of_u1, "[" + good + "," + bad + "]"), 400);
    CHECK(granted(estate).empty());
  }
  check_done(estate.send("PUT", of_u1, "[" + good + "]"));
  for (const std::string bad :
       {R"({"name":"Nope","type":"API_PROXY"})", R"({"name":"Other","type":"API_PROXY"})",
        R"({"name":"Both","type":"API_PROXY_GROUP"})",
        R"({"name":"Calculator","type":"API_PROXY"})"}) {
    CAPTURE(bad);
    check_refused(estate.send("DELETE", of_u1, "[" + good + "," + bad + "]"), 400);
    CHECK(granted(estate).size() == 1);
  }
}

TEST_CASE("access: duplicate grants and revocations of missing grants are 400") {
  Granting estate;
  for (int i = 0; i < 2; ++i) {
    check_done(estate.send("PUT", of_u1, access_body("Calculator")));
    check_refused(estate.send("PUT", of_u1, access_body("Calculator")), 400);
    check_done(estate.send("DELETE", of_u1, access_body("Calculator")));
    check_refused(estate.send("DELETE", of_u1, access_body("Calculator")), 400);
  }
  // The same name with another type is another target.
  check_done(estate.send("POST", "apiProxyGroups/", name_body("Calculator")));
  check_done(estate.send("PUT", of_u1, access_body("Calculator")));
  check_done(estate.send("PUT", of_u1, access_body("Calculator", "API_PROXY_GROUP")));
  CHECK(granted(estate).size() == 2);
}

TEST_CASE("access: revoke/ revokes like DELETE, by both forms of the body") {
  Granting estate;
  const std::string revoke = of_u1 + "revoke/";
  const std::string list = R"([{"name":"Calculator","type":"API_PROXY"},
                               {"name":"Both","type":"API_PROXY_GROUP"}])";
  for (const std::string& body : {list, R"({"credentialAccessList":)" + list + "}"}) {
    check_done(estate.send("PUT", of_u1, list));
    check_done(estate.send("POST", revoke, body));
    CHECK(granted(estate).empty());
    check_refused(estate.send("POST", revoke, body), 400);
  }
  check_done(estate.send("PUT", of_u1, access_body("Calculator")));
  check_refused(estate.send("POST", revoke, list), 400);
  CHECK(granted(estate).size() == 1);
  check_refused(estate.get(revoke), 405);
  check_done(estate.send("POST", of_u1 + "revoke", access_body("Calculator")));
  CHECK(granted(estate).empty());
}

TEST_CASE("access: a grant takes expireDate as expireTime, unless both are given and differ") {
  Granting estate;
  const auto with = [](const std::string& times) {
    return R"([{"name":"Calculator","type":"API_PROXY",)" + times + "}]";
  };
  const std::string end = R"("2030-01-01T00:00:00.000Z")";
  check_refused(
      estate.send("PUT", of_u1,
                  with(R"("expireTime":)" + end + R"(,"expireDate":"2031-01-01T00:00:00.000Z")")),
      400);
  CHECK(granted(estate).empty());
  for (const std::string& times :
       {R"("expireDate":)" + end, R"("expireTime":)" + end + R"(,"expireDate":)" + end}) {
    check_done(estate.send("PUT", of_u1, with(times)));
    const auto shown = granted(estate);
    REQUIRE(shown.size() == 1);
    CHECK(shown.front().at("expireTime") == "2030-01-01T00:00:00.000Z");
    check_done(estate.send("POST", of_u1 + "revoke/", with(times)));
  }
}

TEST_CASE("access: a list of grants has pages and their total number") {
  Granting estate;
  for (const char* name : {"Calculator", "Other"}) {
    check_done(estate.send("PUT", of_u1, access_body(name)));
  }
  check_done(estate.send("PUT", of_u1, access_body("Both", "API_PROXY_GROUP")));
  const auto first = estate.get(of_u1 + "?limit=2");
  CHECK(check_listed(first).size() == 2);
  CHECK(first.body.at("totalCount") == 3);
  const auto second =
      estate.get(of_u1 + "?limit=2&after=" + std::string(first.body.at("next").as_string()));
  const auto rest = check_listed(second);
  REQUIRE(rest.size() == 1);
  CHECK(rest.front().at("name") == "Both");
  CHECK(second.body.at("totalCount") == 3);
  CHECK_FALSE(second.body.as_object().contains("next"));
}

TEST_CASE("access: an empty list has no effect") {
  Granting estate;
  check_done(estate.send("PUT", of_u1, "[]"));
  check_done(estate.send("DELETE", of_u1, R"({"credentialAccessList":[]})"));
  CHECK(granted(estate).empty());
}

TEST_CASE("access: a proxy can be granted only in the project where it is registered") {
  Granting estate;
  estate.tenant.post("/projects", name_body("Other project"));
  check_done(estate.send_to("Other project", "POST", "apiProxies/", name_body("Elsewhere")));
  check_done(estate.send_to("admin", "POST", "apiProxies/", name_body("Everywhere")));
  check_refused(estate.send("PUT", of_u1, access_body("Elsewhere")), 400);
  check_done(estate.send("PUT", of_u1, access_body("Everywhere")));
}

TEST_CASE("proxies: they are registered, listed and deleted with their grants") {
  Granting estate;
  check_done(estate.send("POST", "apiProxies", R"({"name":"New","description":"what\nit is"})"));
  check_refused(estate.send("POST", "apiProxies", name_body("New")), 400);
  const auto proxies = check_listed(estate.get("apiProxies"));
  REQUIRE(proxies.size() == 3);
  CHECK(proxies.at(2) == json::value{{"name", "New"},
                                     {"description", "what\nit is"},
                                     {"projectName", "Aka Project"}});
  check_done(estate.send("PUT", of_u1, access_body("New")));
  check_done(estate.send("PUT", "apiProxyGroups/Both/apiProxies", names_body("New")));
  check_done(estate.send("DELETE", "apiProxies/New/"));
  check_refused(estate.send("DELETE", "apiProxies/New/"), 400);
  CHECK(granted(estate).empty());
  CHECK(check_listed(estate.get("apiProxyGroups")).at(0).at("apiProxies").as_array().empty());
  // When it is registered again, it has none of them.
  estate.add_proxy("New");
  CHECK(granted(estate).empty());
}

TEST_CASE("proxies and groups: a page of a list says how many there are") {
  Granting estate;
  check_done(estate.send("POST", "apiProxyGroups", name_body("Neither")));
  for (const std::string path : {"apiProxies", "apiProxyGroups"}) {
    CAPTURE(path);
    const auto page = estate.get(path + "?limit=1");
    CHECK(check_listed(page).size() == 1);
    CHECK(page.body.at("totalCount") == 2);
    CHECK(page.body.as_object().contains("next"));
    CHECK(estate.get(path).body.at("totalCount") == 2);
  }
}

TEST_CASE("groups: lists of members are added and removed completely or not at all") {
  Granting estate;
  const std::string group = "apiProxyGroups/Both";
  const std::string members = group + "/apiProxies/";
  const auto in_group = [&] {
    return strings(check_listed(estate.get("apiProxyGroups/")).at(0).at("apiProxies"));
  };
  check_done(estate.send("PUT", members, R"(["Calculator"])"));
  for (const char* bad : {R"(["Other","Nope"])", R"(["Other","Calculator"])",
                          R"(["Other","Other"])", R"(["Other",""])", R"(["Other",5])",
                          R"([{"name":"Other"}])", R"("Other")", R"({"name":["Other"]})"}) {
    CAPTURE(bad);
    check_refused(estate.send("PUT", members, bad), 400);
    CHECK(in_group() == std::vector<std::string>{"Calculator"});
  }
  check_done(estate.send("PUT", members, R"({"apiProxies":["Other"]})"));
  CHECK(in_group() == std::vector<std::string>{"Calculator", "Other"});
  for (const char* bad : {R"(["Other","Nope"])", R"(["Other","Other"])"}) {
    check_refused(estate.send("DELETE", members, bad), 400);
  }
  CHECK(in_group().size() == 2);
  check_done(estate.send("DELETE", members, R"(["Other","Calculator"])"));
  CHECK(in_group().empty());

  check_done(estate.send("PUT", of_u1, access_body("Both", "API_PROXY_GROUP")));
  check_done(estate.send("DELETE", group));
  CHECK(granted(estate).empty());
  check_refused(estate.send("DELETE", group), 400);
  check_refused(estate.send("PUT", members, R"(["Other"])"), 400);
  check_refused(estate.send("DELETE", members, R"(["Other"])"), 400);
}

TEST_CASE("groups: a name is unique in its project") {
  Granting estate;
  check_refused(estate.send("POST", "apiProxyGroups", name_body("Both")), 400);
  estate.tenant.post("/projects", name_body("Other project"));
  check_done(estate.send_to("Other project", "POST", "apiProxyGroups", name_body("Both")));
  CHECK(check_listed(estate.get("apiProxyGroups")).size() == 1);
  CHECK(check_listed(estate.send_to("admin", "GET", "apiProxyGroups")).size() == 2);
}

// The maximum number of credentials of an account.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/threads.hpp"

using namespace gatehouse::testing;

namespace {

void set_limit(Estate& estate, const std::string& of, const std::string& limit) {
  ApiClient client = estate.tenant.site.connect();
  check_success(client.put("/api/v1/admin/limits/" + of, R"({"credentialLimit":)" + limit + "}",
                           estate.tenant.site.root().token),
                202);
}

}  // namespace

TEST_CASE("credential limit: it covers all projects of one account") {
  Installation site({"--credentials-per-account", "3"});
  Estate estate(site);
  Estate other(site, "Other Project");
  check_done(estate.send("POST", "credentials/", credential_body("u1")));
  check_done(estate.send("PUT", "credentials/", credential_body("u2")));
  check_done(estate.send_to("admin", "POST", "credentials/", credential_body("u3")));
  check_refused(estate.send("POST", "credentials/", credential_body("u4")), 400, "bad_request");
  check_refused(estate.send("PUT", "credentials/", credential_body("u4")), 400, "bad_request");
  // An existing credential may be saved.
  check_done(estate.send("PUT", "credentials/", credential_body("u1")));
  check_done(other.send("POST", "credentials/", credential_body("u4")));
  check_done(estate.send("DELETE", "credentials/u2/"));
  check_done(estate.send("POST", "credentials/", credential_body("u4")));
  check_refused(estate.send("POST", "credentials/", credential_body("u5")), 400, "bad_request");
}

TEST_CASE("credential limit: the limit of the account takes precedence over the installation's") {
  Installation site({"--credentials-per-account", "1"});
  Estate estate(site);
  const std::string account = "accounts/" + estate.tenant.account;
  const auto create = [&](const std::string& username) {
    return estate.send("POST", "credentials/", credential_body(username)).status;
  };
  CHECK(create("u1") == 200);
  CHECK(create("u2") == 400);
  set_limit(estate, "default", "2");
  CHECK(create("u2") == 200);
  CHECK(create("u3") == 400);
  set_limit(estate, account, "3");
  CHECK(create("u3") == 200);
  CHECK(create("u4") == 400);
  set_limit(estate, account, "0");
  CHECK(create("u4") == 400);
  CHECK(check_listed(estate.get("credentials/")).size() == 3);
  set_limit(estate, "default", "null");
  set_limit(estate, account, "null");
  CHECK(create("u4") == 400);
}

TEST_CASE("credential limit: it is not exceeded by concurrent requests") {
  Installation site({"--credentials-per-account", "5"});
  Estate estate(site);
  constexpr std::size_t clients = 16;
  const auto statuses = all_at_once<unsigned>(clients, [&](std::size_t i) {
    ApiClient client = site.connect();
    for (;;) {
      const auto reply = client.send({.method = "POST",
                                      .target = estate.at("credentials/"),
                                      .token = estate.tenant.admin.token,
                                      .body = credential_body("u" + std::to_string(i))});
      if (reply.status != 503) return reply.status;
    }
  });
  CHECK(std::count(statuses.begin(), statuses.end(), 200U) == 5);
  CHECK(std::count(statuses.begin(), statuses.end(), 400U) == clients - 5);
  CHECK(check_listed(estate.get("credentials/")).size() == 5);
}

// The token that authenticates a project's own services.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/base/time.hpp>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

std::string path_of(const std::string& project) {
  return "/projects/" + project + "/services-token";
}

std::string list_of(const std::string& project) {
  return "/projects/" + project + "/services-tokens";
}

bool works(Provider& provider, const std::string& token) {
  const auto reply =
      provider.post_form("/oauth2/introspect", {{"token", "unknown"}}, "Bearer " + token);
  if (reply.status != 200) check_oauth_refused(reply, 401, "invalid_client");
  return reply.status == 200;
}

}  // namespace

TEST_CASE("service token: admins and developers can issue one of 256 bits for the project") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  std::set<std::string> seen;
  for (const Person* person : {&tenant.admin, &tenant.developer}) {
    const auto reply = tenant.client.get("/api/v1" + path_of(tenant.project), person->token);
    check_success(reply, 200);
    CHECK(names(reply.content()) ==
          std::set<std::string>{"projectId", "token", "projectServicesAdminToken"});
    CHECK(reply.text("projectId") == tenant.project);
    const std::string token = reply.text("token");
    CHECK(reply.text("projectServicesAdminToken") == token);
    CHECK(token.size() == 43);
    CHECK(token.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    CHECK(seen.insert(token).second);
    CHECK(works(provider, token));
  }
}

TEST_CASE("service token: POST issues another one, and earlier ones stay valid for a day") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  const std::string first = provider.service_token;
  const auto reply = tenant.post(path_of(tenant.project), "");
  check_success(reply, 201);
  const std::string second = reply.text("token");
  CHECK(second != first);
  for (const std::string& token : {first, second}) CHECK(works(provider, token));

  const auto listed = tenant.get(list_of(tenant.project));
  check_success(listed, 200);
  REQUIRE(listed.items().size() == 2);
  for (const auto& item : listed.items()) {
    CHECK(names(item) == std::set<std::string>{"id", "createdAt", "lastUsedAt", "endsAt",
                                               "createdBy", "createdByDeleted"});
    CHECK(item.at("createdBy").as_string() == tenant.admin.id);
    CHECK(item.at("createdByDeleted") == false);
    CHECK(item.at("lastUsedAt").is_string());
  }
  const std::string created(listed.items()[1].at("createdAt").as_string());
  const std::string ends(listed.items()[0].at("endsAt").as_string());
  CHECK(*gatehouse::parse_time(ends) - *gatehouse::parse_time(created) == std::chrono::hours(24));
  CHECK(listed.items()[1].at("endsAt").is_null());
  // The texts of the tokens are not shown.
  for (const std::string& token : {first, second}) {
    CHECK(listed.http.body.find(token) == std::string::npos);
  }
}

TEST_CASE("service token: without an overlap, a new token ends the earlier ones at once") {
  Installation site({"--service-token-overlap", "0"});
  Provider provider(site);
  const std::string first = provider.service_token;
  const std::string of_sibling =
      provider.tenant.get(path_of(provider.tenant.add_project())).text("token");
  CHECK(works(provider, first));
  const std::string second = provider.issue_service_token();
  CHECK(!works(provider, first));
  CHECK(works(provider, second));
  CHECK(works(provider, of_sibling));
  provider.service_token = first;
  check_error(provider.use(1, "key"), 401);
  check_oauth_refused(provider.revoke("x"), 401, "invalid_client");
  CHECK(provider.items_used() == 0);
}

TEST_CASE("service token: earlier tokens end after the overlap") {
  Installation site({"--service-token-overlap", "2s"});
  Provider provider(site);
  const std::string first = provider.service_token;
  const std::string second = provider.issue_service_token();
  CHECK(works(provider, first));
  std::this_thread::sleep_for(std::chrono::milliseconds(2050));
  CHECK(!works(provider, first));
  CHECK(works(provider, second));
  CHECK(provider.tenant.get(list_of(provider.tenant.project)).items().size() == 1);
}

TEST_CASE("service token: DELETE ends all tokens of the project at once") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  const std::string first = provider.service_token;
  const std::string second = provider.issue_service_token();
  const std::string of_sibling = tenant.get(path_of(tenant.add_project())).text("token");
  const auto reply = tenant.remove(path_of(tenant.project));
  check_success(reply, 202);
  CHECK(reply.body.at("content").is_null());
  for (const std::string& token : {first, second}) CHECK(!works(provider, token));
  CHECK(works(provider, of_sibling));
  CHECK(tenant.get(list_of(tenant.project)).items().empty());
  check_success(tenant.remove(path_of(tenant.project)), 202);
  CHECK(works(provider, provider.issue_service_token()));
}

TEST_CASE("service token: the eleventh ends one that was not used in the last day") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  provider.end_service_tokens();
  std::vector<std::string> tokens;
  for (int i = 0; i < 10; ++i) tokens.push_back(provider.issue_service_token());
  CHECK(works(provider, tokens[0]));
  tokens.push_back(provider.issue_service_token());
  CHECK(!works(provider, tokens[1]));
  for (const std::size_t good : {0U, 2U, 10U}) CHECK(works(provider, tokens[good]));

  for (const std::size_t used : {3U, 4U, 5U, 6U, 7U, 8U, 9U}) CHECK(works(provider, tokens[used]));
  check_error(tenant.get(path_of(tenant.project)), 409);
  check_error(tenant.post(path_of(tenant.project), ""), 409);
  CHECK(tenant.get(list_of(tenant.project)).items().size() == 10);
  CHECK(works(provider, tokens[2]));
}

TEST_CASE("service token: one outlives its issuer, and the list shows it") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  provider.end_service_tokens();
  const Person maker = tenant.add_user("developers");
  const std::string token =
      tenant.client.get("/api/v1" + path_of(tenant.project), maker.token).text("token");
  check_success(tenant.remove("/developers/" + maker.id), 202);
  CHECK(works(provider, token));
  const auto items = tenant.get(list_of(tenant.project)).items();
  REQUIRE(items.size() == 1);
  CHECK(items[0].at("createdBy").as_string() == maker.id);
  CHECK(items[0].at("createdByDeleted") == true);
}

TEST_CASE("service token: uses are stored and available after a restart") {
  Installation site({}, 1);
  Provider provider(site);
  CHECK(works(provider, provider.service_token));
  CHECK(site.server().stop() == 0);
  CHECK(run_sql(site.database(),
                "SELECT count(*) FROM service_tokens WHERE last_used_at IS NOT NULL") == "1");
}

TEST_CASE("service token: only admins and developers can read it, and HEAD issues none") {
  Provider provider(shared_installation());
  Tenant other(shared_installation());
  Tenant& tenant = provider.tenant;
  auto& client = tenant.client;
  for (const std::string& path : {path_of(tenant.project), list_of(tenant.project)}) {
    CAPTURE(path);
    check_error(client.get("/api/v1" + path, tenant.billing.token), 403);
    check_error(client.get("/api/v1" + path, tenant.site.root().token), 403);
    check_error(client.get("/api/v1" + path), 401);
    check_error(client.get("/api/v1" + path, provider.service_token), 401);
    check_error(other.get(path), 404);
  }
  const std::string path = path_of(tenant.project);
  for (const char* id : {"00000000000000000000000000000000", "x"}) {
    check_error(tenant.get(path_of(id)), 404);
    check_error(tenant.remove(path_of(id)), 404);
    check_error(tenant.get(list_of(id)), 404);
  }
  for (const char* method : {"HEAD", "PUT", "PATCH"}) {
    CAPTURE(method);
    const auto reply = client.send(
        {.method = method, .target = "/api/v1" + path, .token = tenant.admin.token, .body = "{}"});
    CHECK(reply.status == 405);
    CHECK(reply.http.header("Allow") == "GET, POST, DELETE, OPTIONS");
  }
  CHECK(client
            .send({.method = "HEAD",
                   .target = "/api/v1" + list_of(tenant.project),
                   .token = tenant.admin.token})
            .status == 200);
  // None of these requests issued or ended one.
  CHECK(tenant.get(list_of(tenant.project)).items().size() == 1);
  CHECK(works(provider, provider.service_token));
}

TEST_CASE("service token: it is not accepted as a user's token") {
  Provider provider(shared_installation());
  for (const char* path : {"/me", "/account", "/projects", "/consumers"}) {
    CAPTURE(path);
    check_error(provider.tenant.client.get(std::string("/api/v1") + path, provider.service_token),
                401);
    check_error(provider.tenant.client.get(std::string("/api/v1") + path, provider.authorization()),
                401);
  }
  check_error(
      provider.tenant.client.post(
          "/api/v1/consumer-tokens",
          mint_body(provider.tenant.consumer, provider.tenant.project, provider.tenant.service),
          provider.authorization()),
      401);
  check_error(
      provider.tenant.client.get("/api/v1" + provider.usage_path(), provider.authorization()), 401);
}

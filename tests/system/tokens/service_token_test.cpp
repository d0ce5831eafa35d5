// The token with which a project's own services prove themselves.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

std::string path_of(const std::string& project) {
  return "/projects/" + project + "/services-token";
}

bool works(Provider& provider, const std::string& token) {
  const auto reply =
      provider.post_form("/oauth2/introspect", {{"token", "unknown"}}, "Bearer " + token);
  if (reply.status != 200) check_oauth_refused(reply, 401, "invalid_client");
  return reply.status == 200;
}

}  // namespace

TEST_CASE("service token: admins and developers are given one, 256 bits, of the project") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  std::set<std::string> seen;
  for (const Person* person : {&tenant.admin, &tenant.developer}) {
    const auto reply = tenant.client.get("/api/v1" + path_of(tenant.project), person->token);
    check_success(reply, 200);
    CHECK(names(reply.content()) == std::set<std::string>{"projectId", "token"});
    CHECK(reply.text("projectId") == tenant.project);
    const std::string token = reply.text("token");
    CHECK(token.size() == 43);
    CHECK(token.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    CHECK(seen.insert(token).second);
    CHECK(works(provider, token));
  }
}

TEST_CASE("service token: the next one ends the one before, at once and for all that it does") {
  Provider provider(shared_installation());
  const std::string first = provider.service_token;
  const std::string of_sibling =
      provider.tenant.get(path_of(provider.tenant.add_project())).text("token");
  CHECK(works(provider, first));
  const std::string second = provider.issue_service_token();
  CHECK(!works(provider, first));
  CHECK(works(provider, second));
  // That of another project goes on.
  CHECK(works(provider, of_sibling));
  provider.service_token = first;
  check_error(provider.use(1, "key"), 401);
  check_oauth_refused(provider.revoke("x"), 401, "invalid_client");
  CHECK(provider.items_used() == 0);
}

TEST_CASE("service token: it is shown to those who may build, and to nobody by HEAD") {
  Provider provider(shared_installation());
  Tenant other(shared_installation());
  Tenant& tenant = provider.tenant;
  const std::string path = path_of(tenant.project);
  auto& client = tenant.client;
  check_error(client.get("/api/v1" + path, tenant.billing.token), 403);
  check_error(client.get("/api/v1" + path, tenant.site.root().token), 403);
  check_error(client.get("/api/v1" + path), 401);
  check_error(client.get("/api/v1" + path, provider.service_token), 401);
  check_error(other.get(path), 404);
  check_error(tenant.get(path_of(std::string(32, '0'))), 404);
  check_error(tenant.get(path_of("x")), 404);
  for (const char* method : {"HEAD", "POST", "PUT", "DELETE"}) {
    CAPTURE(method);
    const auto reply = client.send(
        {.method = method, .target = "/api/v1" + path, .token = tenant.admin.token, .body = "{}"});
    CHECK(reply.status == 405);
    CHECK(reply.http.header("Allow") == "GET, OPTIONS");
  }
  // None of these was a reason to end it.
  CHECK(works(provider, provider.service_token));
}

TEST_CASE("service token: it is no user's token") {
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

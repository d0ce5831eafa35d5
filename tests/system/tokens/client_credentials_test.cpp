// Service accounts: tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4).
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/database.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

const std::string token_path = "/oauth2/token";
const std::string login_path = "/apiops/auth/token";
const std::string accounts_path = "/service-accounts";

struct ServiceAccount {
  std::string id;
  std::string secret;

  [[nodiscard]] std::string path() const { return accounts_path + "/" + id; }
};

ServiceAccount make_service_account(Tenant& tenant) {
  const auto made = tenant.post(accounts_path, name_body(tenant.site.fresh_code()));
  check_success(made, 201);
  CHECK(made.text("clientId") == made.text("id"));
  return {made.text("id"), made.text("clientSecret")};
}

Form credentials_of(const ServiceAccount& account) {
  return {{"grant_type", "client_credentials"},
          {"client_id", account.id},
          {"client_secret", account.secret}};
}

ApiReply ask(ApiClient& client, const Form& form, const std::string& path = token_path,
             const std::string& authorization = {}) {
  return client.send(form_request(path, write_form(form), authorization));
}

std::string check_obtained(const ApiReply& reply, std::int64_t lifetime = 3600) {
  INFO("answer: " << reply.http.body);
  REQUIRE(reply.status == 200);
  CHECK(reply.http.header("Cache-Control") == "no-store");
  CHECK(names(reply.body) == std::set<std::string>{"access_token", "token_type", "expires_in"});
  CHECK(reply.body.at("token_type") == "Bearer");
  CHECK(reply.body.at("expires_in") == lifetime);
  return std::string(reply.body.at("access_token").as_string());
}

std::string obtain(Tenant& tenant, const ServiceAccount& account) {
  return check_obtained(ask(tenant.client, credentials_of(account)));
}

bool is_good(Tenant& tenant, const std::string& token) {
  return tenant.client.get("/api/v1/me", token).status == 200;
}

}  // namespace

TEST_CASE("client credentials: every way of sending them at both endpoints yields a token") {
  Tenant tenant(shared_installation());
  const ServiceAccount account = make_service_account(tenant);
  const std::string in_header = basic(account.id, account.secret);
  const Form grant{{"grant_type", "client_credentials"}};
  std::set<std::string> tokens;
  for (const std::string& path : {token_path, token_path + "/", login_path, login_path + "/"}) {
    CAPTURE(path);
    tokens.insert(check_obtained(ask(tenant.client, credentials_of(account), path)));
    tokens.insert(check_obtained(ask(tenant.client, grant, path, in_header)));
  }
  tokens.insert(check_obtained(
      ask(tenant.client, {{"grant_type", "client_credentials"}, {"client_id", account.id}},
          token_path, in_header)));
  CHECK(tokens.size() == 9);
  for (const std::string& token : tokens) {
    for (const char* scheme : {"", "Bearer ", "token "}) {
      check_success(tenant.client.get("/api/v1/me", scheme + token), 200);
    }
  }
}

TEST_CASE("client credentials: the program acts as a developer of the account") {
  Estate estate(shared_installation());
  Tenant& tenant = estate.tenant;
  const ServiceAccount account = make_service_account(tenant);
  const std::string token = obtain(tenant, account);
  ApiClient& client = tenant.client;

  const auto me = client.get("/api/v1/me", token);
  check_success(me, 200);
  CHECK(me.text("id") == account.id);
  CHECK(me.text("role") == "developer");
  CHECK(me.content().at("email").is_null());
  check_success(client.get("/api/v1/projects", token), 200);
  check_success(client.post("/api/v1/consumers", "{}", token), 201);
  check_error(client.get("/api/v1/developers", token), 403);
  check_error(client.get("/api/v1" + accounts_path, token), 403);
  check_error(client.get("/api/v1/developers/" + account.id, token), 404);

  check_refused(estate.send_as(token, "GET", "credentials/"), 401);
  const std::string member = "/projects/" + estate.project_id + "/members/" + account.id;
  const std::string permissions = R"({"permissions":["MANAGE_API_SECURITY"]})";
  check_success(tenant.put(member, permissions), 202);
  check_listed(estate.send_as(token, "GET", "credentials/"));
  check_done(estate.send_as(token, "POST", "credentials/", credential_body("of-a-program")));
  const auto members = tenant.get("/projects/" + estate.project_id + "/members").items();
  REQUIRE(members.size() == 1);
  CHECK(members[0].at("id").as_string() == account.id);
  CHECK(members[0].at("email").is_null());
  // An id of another account's service account is not found.
  Tenant other(shared_installation());
  check_error(
      tenant.put("/projects/" + estate.project_id + "/members/" + make_service_account(other).id,
                 permissions),
      404);
}

TEST_CASE("client credentials: wrong ones are refused alike, whether or not the client exists") {
  Installation site;
  Tenant tenant(site);
  const ServiceAccount account = make_service_account(tenant);
  const ServiceAccount other = make_service_account(tenant);
  const std::string unknown(32, 'f');
  for (const std::string& path : {token_path, login_path}) {
    CAPTURE(path);
    std::set<std::string> answers;
    for (const ServiceAccount& wrong : {ServiceAccount{account.id, other.secret},
                                        {account.id, account.secret + "x"},
                                        {account.id, "x"},
                                        {unknown, account.secret},
                                        {unknown, "x"}}) {
      const auto reply = ask(tenant.client, credentials_of(wrong), path);
      CHECK(reply.status == 401);
      CHECK(reply.body.at("error") ==
            (path == token_path ? "invalid_client" : "unauthorized_client"));
      CHECK_FALSE(reply.http.header("WWW-Authenticate").empty());
      CHECK(reply.http.body.find(account.secret) == std::string::npos);
      answers.insert(reply.http.body);
    }
    CHECK(answers.size() == 1);
  }
  const Form grant{{"grant_type", "client_credentials"}};
  check_oauth_refused(ask(tenant.client, grant), 401, "invalid_client");
  check_oauth_refused(ask(tenant.client, grant, token_path, basic(account.id, "x")), 401,
                      "invalid_client");
  check_oauth_refused(
      ask(tenant.client, credentials_of(account), token_path, basic(account.id, account.secret)),
      400, "invalid_request");
  Form scoped = credentials_of(account);
  scoped.emplace_back("scope", "read");
  check_oauth_refused(ask(tenant.client, scoped), 400, "invalid_scope");
  // A user has no client credentials at the endpoint of tokens for services.
  check_oauth_refused(
      ask(tenant.client, credentials_of({tenant.admin.email, tenant.admin.password})), 401,
      "invalid_client");
}

TEST_CASE("client credentials: wrong secrets are throttled, and right ones are still accepted") {
  Installation site({"--wrong-client-secrets", "3"}, 1);
  Tenant tenant(site);
  const ServiceAccount account = make_service_account(tenant);
  const Form wrong = credentials_of({account.id, "wrong"});
  const Form unknown = credentials_of({std::string(32, 'f'), "wrong"});
  for (int i = 0; i < 3; ++i) {
    check_oauth_refused(ask(tenant.client, i == 1 ? unknown : wrong), 401, "invalid_client");
  }
  for (const std::string& path : {token_path, login_path}) {
    for (const Form& form : {wrong, unknown}) {
      const auto refused = ask(tenant.client, form, path);
      CHECK(refused.status == 429);
      CHECK(refused.body.at("error") == "too_many_requests");
      CHECK(std::stoi(refused.http.header("Retry-After")) <= 20 * 60);
    }
  }
  (void)obtain(tenant, account);
}

TEST_CASE("client credentials: a second secret replaces the first one without interruption") {
  Tenant tenant(shared_installation());
  const ServiceAccount account = make_service_account(tenant);
  const std::string by_first = obtain(tenant, account);
  const auto second = tenant.post(account.path() + "/secrets", "");
  check_success(second, 201);
  CHECK(second.text("clientId") == account.id);
  check_error(tenant.post(account.path() + "/secrets", ""), 409);
  const std::string by_second = obtain(tenant, {account.id, second.text("clientSecret")});

  const auto seen = tenant.get(account.path());
  CHECK(seen.content().at("clientSecret").is_null());
  const auto& secrets = seen.content().at("secrets").as_array();
  REQUIRE(secrets.size() == 2);
  for (const auto& secret : secrets) {
    CHECK(names(secret) == std::set<std::string>{"secretId", "createdAt", "lastUsedAt"});
    CHECK(secret.at("lastUsedAt").is_string());
  }
  CHECK(secrets[1].at("secretId").as_string() == second.text("secretId"));
  CHECK(seen.http.body.find(account.secret) == std::string::npos);

  const std::string first_id(secrets[0].at("secretId").as_string());
  check_success(tenant.remove(account.path() + "/secrets/" + first_id), 202);
  check_error(tenant.remove(account.path() + "/secrets/" + first_id), 404);
  CHECK_FALSE(is_good(tenant, by_first));
  CHECK(is_good(tenant, by_second));
  check_oauth_refused(ask(tenant.client, credentials_of(account)), 401, "invalid_client");
}

TEST_CASE("client credentials: tokens end by logout, and with their service account or tenant") {
  Tenant tenant(shared_installation());
  const ServiceAccount account = make_service_account(tenant);
  const std::string first = obtain(tenant, account);
  const std::string second = obtain(tenant, account);
  const std::string third = obtain(tenant, account);
  check_success(tenant.client.remove("/api/v1/session/logout", first), 202);
  CHECK_FALSE(is_good(tenant, first));
  CHECK(is_good(tenant, second));
  check_success(tenant.client.remove("/api/v1/session/logout?others=true", second), 202);
  CHECK(is_good(tenant, second));
  CHECK_FALSE(is_good(tenant, third));
  check_success(tenant.remove(account.path()), 202);
  CHECK_FALSE(is_good(tenant, second));
  check_oauth_refused(ask(tenant.client, credentials_of(account)), 401, "invalid_client");
  check_error(tenant.get(account.path()), 404);

  const ServiceAccount last = make_service_account(tenant);
  const std::string token = obtain(tenant, last);
  check_success(tenant.remove("/account"), 202);
  CHECK_FALSE(is_good(tenant, token));
  check_oauth_refused(ask(tenant.client, credentials_of(last)), 401, "invalid_client");
}

TEST_CASE("client credentials: a token is revoked with and without client authentication") {
  Tenant tenant(shared_installation());
  const ServiceAccount account = make_service_account(tenant);
  const ServiceAccount other = make_service_account(tenant);
  const std::string path = "/oauth2/revoke";
  const std::string proof = basic(account.id, account.secret);
  std::string token = obtain(tenant, account);
  const std::string padding(2000, 'x');
  check_oauth_refused(ask(tenant.client, {{"token", token}}, path, basic(account.id, "ghs_wrong")),
                      401, "invalid_client");
  check_oauth_refused(
      ask(tenant.client, {{"token", token}, {"x", padding}}, path, basic(account.id, "ghs_wrong")),
      401, "invalid_client");
  CHECK(ask(tenant.client, {{"token", token}}, path, basic(other.id, other.secret)).status == 200);
  CHECK(is_good(tenant, token));
  for (const auto& [form, authorization] : std::vector<std::pair<Form, std::string>>{
           {{}, proof},
           {{{"x", padding}}, proof},
           {{{"client_id", account.id}, {"client_secret", account.secret}}, {}},
           {{{"client_id", account.id}}, {}},
           {{}, {}}}) {
    token = obtain(tenant, account);
    Form whole = form;
    whole.emplace_back("token", token);
    CHECK(ask(tenant.client, whole, path, authorization).status == 200);
    CHECK_FALSE(is_good(tenant, token));
  }
  // A service account has no refresh tokens.
  check_oauth_refused(ask(tenant.client, {{"grant_type", "refresh_token"}, {"refresh_token", "x"}},
                          token_path, proof),
                      401, "invalid_client");
}

TEST_CASE("client credentials: names are unique, and their lifetime is an option") {
  Installation site({"--service-account-token-lifetime", "2m"});
  Tenant tenant(site);
  check_success(tenant.post(accounts_path, name_body("back end")), 201);
  check_error(tenant.post(accounts_path, name_body("back end")), 409);
  check_faults(tenant.post(accounts_path, name_body(std::string(33, 'a'))), {"name"});
  const ServiceAccount account = make_service_account(tenant);
  for (const std::string& path : {token_path, login_path}) {
    check_obtained(ask(tenant.client, credentials_of(account), path), 120);
  }
}

TEST_CASE("client credentials: neither secrets nor tokens are stored in the clear") {
  Installation site;
  Tenant tenant(site);
  const ServiceAccount account = make_service_account(tenant);
  const std::string token = obtain(tenant, account);
  CHECK(account.secret.starts_with("ghs_"));
  CHECK(token.starts_with("gha_"));
  const std::string stored = run_sql(site.database(), "SELECT secrets FROM service_accounts") +
                             run_sql(site.database(), "SELECT digest FROM service_account_tokens");
  CHECK(stored.find(account.secret.substr(4)) == std::string::npos);
  CHECK(stored.find(token.substr(4)) == std::string::npos);
}

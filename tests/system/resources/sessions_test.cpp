#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

void check_alive(Tenant& tenant, const std::string& token) {
  check_success(tenant.client.get("/api/v1/me", token), 200);
}

void check_dead(Tenant& tenant, const std::string& token) {
  check_error(tenant.client.get("/api/v1/me", token), 401);
}

}  // namespace

TEST_CASE("session: e-mail and password yield a token of 256 bits in base64url") {
  Tenant tenant(shared_installation());
  const std::string token = tenant.log_in(tenant.admin);
  CHECK(token.size() == 43);
  CHECK(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
      std::string::npos);
  CHECK(token != tenant.log_in(tenant.admin));
  check_alive(tenant, token);
}

TEST_CASE("session: the e-mail is case-insensitive, the password is compared exactly") {
  Tenant tenant(shared_installation());
  const std::string capitals = in_capitals(tenant.admin.email);
  check_success(tenant.client.post("/api/v1/session", login_body(capitals, usual_password)), 201);
  for (const char* password : {"1234", "12", " 123", "123 ", "１２３"}) {
    CAPTURE(password);
    check_error(tenant.client.post("/api/v1/session", login_body(tenant.admin.email, password)),
                401);
  }
}

TEST_CASE("session: an unknown e-mail and a wrong password have identical responses") {
  Tenant tenant(shared_installation());
  const auto unknown =
      tenant.client.post("/api/v1/session", login_body(tenant.site.fresh_email(), "123"));
  const auto wrong = tenant.client.post("/api/v1/session", login_body(tenant.admin.email, "321"));
  check_error(unknown, 401);
  check_error(wrong, 401);
  CHECK(unknown.http.body == wrong.http.body);
}

TEST_CASE("logout: only the current session ends") {
  Tenant tenant(shared_installation());
  const std::string first = tenant.log_in(tenant.admin);
  const std::string second = tenant.log_in(tenant.admin);
  check_success(tenant.client.remove("/api/v1/session/logout", first), 202);
  check_dead(tenant, first);
  check_alive(tenant, second);
  check_alive(tenant, tenant.admin.token);
  check_error(tenant.client.remove("/api/v1/session/logout", first), 401);
}

TEST_CASE("logout: with others all sessions of the user end except the current one") {
  Tenant tenant(shared_installation());
  const Person colleague = tenant.add_user("admins");
  const std::string first = tenant.log_in(tenant.admin);
  const std::string second = tenant.log_in(tenant.admin);
  check_success(tenant.client.remove("/api/v1/session/logout?others=True", first), 202);
  check_alive(tenant, first);
  check_dead(tenant, second);
  check_dead(tenant, tenant.admin.token);
  check_alive(tenant, colleague.token);
}

TEST_CASE("me: shows the user of the token") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const Person* person : {&tenant.admin, &tenant.developer, &tenant.billing}) {
    const auto me = tenant.client.get("/api/v1/me", person->token);
    CHECK(me.text("id") == person->id);
    CHECK(me.text("email") == person->email);
  }
  const auto root = tenant.client.get("/api/v1/me", tenant.site.root().token);
  CHECK(root.text("role") == "root");
  CHECK(root.text("email") == tenant.site.root().email);
}

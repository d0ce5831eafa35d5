// Password resets.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

std::string reset_body(const std::string& token, const std::string& password) {
  return R"({"resetToken":")" + token + R"(","password":")" + password + R"("})";
}

}  // namespace

TEST_CASE("forgot-password: the mail contains a token and a link") {
  Tenant tenant(shared_installation());
  const std::string token = request_reset(tenant.site, tenant.admin.email);
  const auto mail = tenant.site.mailbox().last_to(tenant.admin.email);
  CHECK(token.size() == 43);
  CHECK(mail.header("X-Approve-Code").empty());
  CHECK(mail.raw.find("\nhttps://gatehouse.example/people/reset-password?token=" + token + "\n") !=
        std::string::npos);
}

TEST_CASE("forgot-password: an unknown e-mail is not found, nor is that of a pending account") {
  Tenant tenant(shared_installation());
  const Registration pending = register_account(tenant.site);
  for (const std::string& email : {pending.email, tenant.site.fresh_email()}) {
    check_error(tenant.client.post("/api/v1/forgot-password", email_body(email)), 404);
  }
  CHECK(tenant.site.mailbox().to(pending.email).size() == 1);
}

TEST_CASE("reset-password: the new password is valid, and all sessions and other tokens end") {
  Tenant tenant(shared_installation());
  const std::string session = tenant.log_in(tenant.admin);
  const std::string first = request_reset(tenant.site, tenant.admin.email);
  const std::string second = request_reset(tenant.site, tenant.admin.email);
  CHECK(first != second);
  // Requesting a reset changes nothing yet.
  check_success(tenant.client.get("/api/v1/me", session), 200);

  check_success(tenant.client.put("/api/v1/reset-password", reset_body(first, "new one")), 202);
  for (const std::string& dead : {session, tenant.admin.token}) {
    check_error(tenant.client.get("/api/v1/me", dead), 401);
  }
  check_error(tenant.client.post("/api/v1/session", login_body(tenant.admin.email, "123")), 401);
  check_success(tenant.client.post("/api/v1/session", login_body(tenant.admin.email, "new one")),
                201);
  for (const std::string& used : {first, second}) {
    check_error(tenant.client.put("/api/v1/reset-password", reset_body(used, "another")), 404);
  }
  check_success(tenant.client.post("/api/v1/session", login_body(tenant.admin.email, "new one")),
                201);
}

TEST_CASE(
    "reset-password: unknown tokens are not found, and a refused password does not use one up") {
  Tenant tenant(shared_installation());
  const std::string token = request_reset(tenant.site, tenant.admin.email);
  for (const std::string& unknown :
       {std::string("unknown"), token + "x", token.substr(1), tenant.admin.token}) {
    CAPTURE(unknown);
    check_error(tenant.client.put("/api/v1/reset-password", reset_body(unknown, "new")), 404);
  }
  check_faults(tenant.client.put("/api/v1/reset-password", reset_body(token, "")), {"password"});
  check_success(tenant.client.put("/api/v1/reset-password", reset_body(token, "new")), 202);
}

TEST_CASE("reset-password: another change of the password or the address invalidates the token") {
  Tenant tenant(shared_installation());
  const Person user = tenant.add_user("developers");
  std::string token = request_reset(tenant.site, user.email);
  check_success(tenant.put("/developers/" + user.id, user_body(user.email)), 202);
  check_error(tenant.client.put("/api/v1/reset-password", reset_body(token, "stolen")), 404);

  token = request_reset(tenant.site, user.email);
  const std::string moved = tenant.site.fresh_email();
  check_success(tenant.put("/developers/" + user.id,
                           R"({"email":")" + moved + R"(","firstName":"a","lastName":"b"})"),
                202);
  check_error(tenant.client.put("/api/v1/reset-password", reset_body(token, "stolen")), 404);
  check_error(tenant.client.post("/api/v1/session", login_body(moved, "stolen")), 401);
}

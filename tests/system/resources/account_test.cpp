#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

TEST_CASE("account: updated fields are visible to all roles with access") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string email = tenant.site.fresh_email();
  const auto updated = tenant.put("/account", R"({"organizationName":"Örgüt","address":"A\nB",)"
                                              R"("phone":"01234567890","email":")" +
                                                  email + R"("})");
  check_success(updated, 202);
  const auto seen = tenant.client.get("/api/v1/account", tenant.developer.token);
  CHECK(seen.text("organizationName") == "Örgüt");
  CHECK(seen.text("address") == "A\nB");
  CHECK(seen.text("phone") == "01234567890");
  CHECK(seen.text("email") == email);
  CHECK(updated.content() == seen.content());
}

TEST_CASE("account: a phone has exactly eleven digits or is empty") {
  Tenant tenant(shared_installation());
  const auto put = [&](const std::string& phone) {
    return tenant.put("/account", R"({"organizationName":"X","address":"","phone":")" + phone +
                                      R"(","email":")" + tenant.email + R"("})");
  };
  check_success(put("12345678901"), 202);
  for (const char* wrong : {"1234567890", "123456789012", "+1234567890", "1234567890a",
                            "1234 567890", "１２３４５６７８９０１"}) {
    CAPTURE(wrong);
    check_faults(put(wrong), {"phone"});
  }
  CHECK(tenant.get("/account").text("phone") == "12345678901");
}

TEST_CASE("account: the e-mail of another account is refused in any case") {
  Tenant tenant(shared_installation());
  Tenant other(shared_installation());
  const std::string capitals = in_capitals(other.email);
  for (const std::string& taken : {other.email, capitals}) {
    check_error(tenant.put("/account", registration_body(taken)), 409);
  }
  CHECK(tenant.get("/account").text("email") == tenant.email);
  check_success(tenant.put("/account", registration_body(tenant.email)), 202);
}

TEST_CASE("account: deleting it deletes its records only") {
  Tenant tenant(shared_installation());
  Tenant other(shared_installation());
  tenant.furnish();
  other.furnish();
  const std::string session = tenant.log_in(tenant.developer);
  const std::string reset = request_reset(tenant.site, tenant.billing.email);
  check_success(tenant.remove("/account"), 202);

  for (const std::string& token :
       {tenant.admin.token, tenant.developer.token, tenant.billing.token, session}) {
    check_error(tenant.client.get("/api/v1/me", token), 401);
  }
  for (const Person* person : {&tenant.admin, &tenant.developer, &tenant.billing}) {
    check_error(tenant.client.post("/api/v1/session", login_body(person->email, "123")), 401);
    check_error(tenant.client.post("/api/v1/forgot-password", email_body(person->email)), 404);
  }
  check_error(tenant.client.put("/api/v1/reset-password",
                                R"({"password":"x","resetToken":")" + reset + R"("})"),
              404);
  for (const Person* person : {&other.admin, &other.developer, &other.billing}) {
    check_success(other.client.get("/api/v1/me", person->token), 200);
  }
  CHECK(other.get("/projects").content().as_array().size() == 1);
  CHECK(other.get("/consumers").content().as_array().size() == 1);

  // Its e-mails can be used again, and new records have none of the old data.
  const Registration again = register_account(tenant.site, tenant.email);
  const auto approved = tenant.client.put("/api/v1/register/" + again.id,
                                          approval_body(again.code, tenant.developer.email));
  check_success(approved, 202);
  const auto projects = tenant.client.get("/api/v1/projects", approved.text("token"));
  CHECK(projects.content().as_array().empty());
}

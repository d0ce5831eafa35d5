// Successful responses of the account API without content.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

TEST_CASE("empty answers: responses without content contain null") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const auto is_null = [](const ApiReply& reply, unsigned status) {
    check_success(reply, status);
    CHECK(reply.content().is_null());
  };
  const Registration pending = register_account(tenant.site);
  is_null(tenant.post("/register/approve-code", email_body(pending.email)), 202);
  const std::string reset = request_reset(tenant.site, tenant.billing.email);
  is_null(tenant.post("/forgot-password", email_body(tenant.billing.email)), 201);
  is_null(tenant.put("/reset-password", R"({"password":"123","resetToken":")" + reset + R"("})"),
          202);
  const std::string project = "/projects/" + tenant.project;
  is_null(tenant.remove("/consumer-tokens/" + tenant.consumer_token + project + "/services/" +
                        tenant.service),
          202);
  is_null(tenant.remove(project + "/consumers/" + tenant.consumer), 202);
  is_null(tenant.remove(project + "/services/" + tenant.service), 202);
  const std::string member = project + "/members/" + tenant.developer.id;
  check_success(tenant.put(member, R"({"permissions":["MANAGE_API_SECURITY"]})"), 202);
  is_null(tenant.remove(member), 202);
  const auto gateway = tenant.post("/gateways", name_body("edge"));
  is_null(tenant.remove("/gateways/" + gateway.text("id")), 202);
  const auto account = tenant.post("/service-accounts", name_body("back end"));
  const std::string one_account = "/service-accounts/" + account.text("id");
  const auto secret = tenant.post(one_account + "/secrets", "");
  is_null(tenant.remove(one_account + "/secrets/" + secret.text("secretId")), 202);
  is_null(tenant.remove(one_account), 202);
  is_null(tenant.remove("/developers/" + tenant.developer.id), 202);
  is_null(tenant.client.remove("/api/v1/session/logout?others=1", tenant.admin.token), 202);
  is_null(tenant.client.remove("/api/v1/session/logout", tenant.log_in(tenant.admin)), 202);
  is_null(tenant.remove("/account"), 202);
}

// Expiry of tokens, sessions and codes. The shortest lifetime is a second, and the tests wait for
// it.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

void outlive_a_second() { std::this_thread::sleep_for(std::chrono::milliseconds(1050)); }

}  // namespace

TEST_CASE("lifetimes: reset tokens and consumer tokens expire") {
  Installation site({"--reset-token-lifetime", "1s", "--consumer-token-lifetime", "1s"});
  Tenant tenant(site);
  tenant.furnish();
  const std::string reset = request_reset(site, tenant.admin.email);
  outlive_a_second();
  check_faults(tenant.client.put("/api/v1/reset-password",
                                 R"({"password":"new","resetToken":")" + reset + R"("})"),
               {"resetToken"});
  (void)tenant.log_in(tenant.admin);
  check_error(tenant.remove("/consumer-tokens/" + tenant.consumer_token + "/projects/" +
                            tenant.project + "/services/" + tenant.service),
              404);
}

TEST_CASE("lifetimes: sessions and approve codes expire, and a new code can be requested") {
  Installation site({"--session-lifetime", "1s", "--approve-code-lifetime", "1s"});
  const Registration registration = register_account(site);
  outlive_a_second();
  auto client = site.connect();
  check_error(client.get("/api/v1/me", site.root().token), 401);
  const std::string path = "/api/v1/register/" + registration.id;
  check_error(client.put(path, approval_body(registration.code, registration.email)), 404);

  check_success(client.post("/api/v1/register/approve-code", email_body(registration.email)), 202);
  const auto mail = site.mailbox().last_to(registration.email);
  CHECK(mail.header("X-Registration-Id") == registration.id);
  CHECK(mail.header("X-Approve-Code") != registration.code);
}

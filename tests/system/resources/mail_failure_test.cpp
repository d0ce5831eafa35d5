// Failed mail deliveries. The tests may run as root, to whom permissions do not apply, so a file
// replaces the folder of the Maildir.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// During its lifetime no mail can be delivered.
class BrokenMaildir {
 public:
  explicit BrokenMaildir(const Installation& site) : tmp_(site.maildir() / "tmp") {
    std::filesystem::remove_all(tmp_);
    std::ofstream(tmp_) << "in the way";
  }
  BrokenMaildir(const BrokenMaildir&) = delete;
  BrokenMaildir& operator=(const BrokenMaildir&) = delete;
  ~BrokenMaildir() {
    std::filesystem::remove(tmp_);
    std::filesystem::create_directory(tmp_);
  }

 private:
  std::filesystem::path tmp_;
};

}  // namespace

TEST_CASE("mail: a failed delivery is 424, and the same request succeeds later") {
  Installation site;
  Tenant tenant(site);
  auto client = site.connect();
  const std::string fresh = site.fresh_email();
  const Registration pending = register_account(site);
  {
    const BrokenMaildir broken(site);
    for (int i = 0; i < 2; ++i) {
      check_error(client.post("/api/v1/register", registration_body(fresh)), 424);
      check_error(client.post("/api/v1/register/approve-code", email_body(pending.email)), 424);
      check_error(client.post("/api/v1/forgot-password", email_body(tenant.admin.email)), 424);
    }
    // Requests without mail succeed.
    check_success(client.get("/api/v1/me", tenant.admin.token), 200);
    check_success(client.post("/api/v1/register?testing=1", registration_body(site.fresh_email())),
                  201);
  }
  for (const std::string& email : {fresh, pending.email}) {
    const Registration registration = register_account(site, email);
    check_success(
        client.put("/api/v1/register/" + registration.id, approval_body(registration.code, email)),
        202);
  }
  const std::string token = request_reset(site, tenant.admin.email);
  check_success(
      client.put("/api/v1/reset-password", R"({"password":"new","resetToken":")" + token + R"("})"),
      202);
}

TEST_CASE("mail: a failed delivery does not reveal the content of the mail") {
  Installation site;
  const BrokenMaildir broken(site);
  const auto reply = site.connect().post("/api/v1/register", registration_body(site.fresh_email()));
  check_error(reply, 424);
  CHECK(reply.http.body.find(site.maildir().string()) == std::string::npos);
  CHECK(reply.http.body.find("/tmp") == std::string::npos);
}

// Two servers with one database: a change to a session on one is effective on the other at once.
#include <doctest/doctest.h>

#include <atomic>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "pair.hpp"

using namespace gatehouse::testing;

namespace {

/// Sends requests with the token to the second server, and counts responses other than 401 to
/// requests sent after the end of the session.
class Askers {
 public:
  Askers(Installation& site, const std::string& token) {
    for (int i = 0; i < 4; ++i) {
      threads_.emplace_back([this, &site, token](const std::stop_token& stop) {
        auto client = site.connect_to(1);
        while (!stop.stop_requested()) {
          const bool over = ended_;
          const unsigned status = client.get("/api/v1/me", token).status;
          if (!over && status == 200) ++before_;
          if (over) ++(status == 401 ? refused_ : wrong_);
        }
      });
    }
  }

  void wait_until_answered() const { wait(before_); }
  void session_ended() { ended_ = true; }
  void wait_until_refused() const { wait(refused_); }
  [[nodiscard]] std::size_t wrong() const { return wrong_; }

 private:
  static void wait(const std::atomic<std::size_t>& count) {
    for (int i = 0; i < 20'000 && count < 20; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK(count >= 20);
  }

  std::atomic<bool> ended_ = false;
  std::atomic<std::size_t> before_ = 0;
  std::atomic<std::size_t> refused_ = 0;
  std::atomic<std::size_t> wrong_ = 0;
  std::vector<std::jthread> threads_;
};

std::string with_password(const std::string& email, const std::string& password) {
  std::string body = user_body(email);
  const std::string usual = R"("password":")" + std::string(usual_password) + '"';
  return body.replace(body.find(usual), usual.size(), R"("password":")" + password + '"');
}

}  // namespace

TEST_CASE("servers: a session that ends on one ends on the other, where it is in use") {
  Installation& site = shared_pair();
  Tenant tenant(site);
  auto first = site.connect_to(0);
  for (int round = 0; round < 5; ++round) {
    const std::string token = tenant.log_in(tenant.admin);
    Askers askers(site, token);
    askers.wait_until_answered();
    check_success(first.remove("/api/v1/session/logout", token), 202);
    askers.session_ended();
    askers.wait_until_refused();
    CHECK(askers.wrong() == 0);
  }
}

TEST_CASE("servers: logging out all others on one server ends sessions on the other") {
  Installation& site = shared_pair();
  Tenant tenant(site);
  auto first = site.connect_to(0);
  auto second = site.connect_to(1);
  const std::string here = tenant.log_in(tenant.admin);
  const std::string there = tenant.log_in(tenant.admin);
  check_success(second.get("/api/v1/me", there), 200);
  check_success(first.remove("/api/v1/session/logout?others=True", here), 202);
  check_error(second.get("/api/v1/me", there), 401);
  check_success(second.get("/api/v1/me", here), 200);
}

TEST_CASE("servers: changing a password on one ends the other sessions and applies on the other") {
  Installation& site = shared_pair();
  Tenant tenant(site);
  auto first = site.connect_to(0);
  auto second = site.connect_to(1);
  const std::string other = tenant.log_in(tenant.admin);
  check_success(second.get("/api/v1/me", other), 200);

  check_success(first.put("/api/v1/admins/" + tenant.admin.id,
                          with_password(tenant.admin.email, "another"), tenant.admin.token),
                202);
  check_error(second.get("/api/v1/me", other), 401);
  check_success(second.get("/api/v1/me", tenant.admin.token), 200);
  const auto login = [&](const char* password) {
    return second.post("/api/v1/session", login_body(tenant.admin.email, password));
  };
  check_error(login(usual_password), 401);
  const std::string fresh = check_success(login("another"), 201).text("token");

  const std::string reset = request_reset(site, tenant.admin.email);
  check_success(first.put("/api/v1/reset-password",
                          R"({"password":"a third","resetToken":")" + reset + R"("})"),
                202);
  for (const std::string& token : {fresh, tenant.admin.token}) {
    check_error(second.get("/api/v1/me", token), 401);
  }
  check_error(login("another"), 401);
  check_success(login("a third"), 201);
}

TEST_CASE("servers: users and accounts deleted on one are unknown on the other") {
  Installation& site = shared_pair();
  Tenant tenant(site);
  tenant.furnish();
  auto first = site.connect_to(0);
  auto second = site.connect_to(1);
  check_success(second.get("/api/v1/me", tenant.developer.token), 200);
  check_success(first.remove("/api/v1/developers/" + tenant.developer.id, tenant.admin.token), 202);
  check_error(second.get("/api/v1/me", tenant.developer.token), 401);

  check_success(second.get("/api/v1/me", tenant.billing.token), 200);
  check_success(first.remove("/api/v1/account", tenant.admin.token), 202);
  for (const Person* person : {&tenant.admin, &tenant.billing}) {
    check_error(second.get("/api/v1/me", person->token), 401);
    check_error(second.post("/api/v1/session", login_body(person->email, person->password)), 401);
  }
}

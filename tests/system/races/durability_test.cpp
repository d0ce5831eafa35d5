// Acknowledged writes survive when the server is killed.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"
#include "harness/writers.hpp"

using namespace gatehouse::testing;

TEST_CASE("durability: no acknowledged write is lost when the server is killed under load") {
  Installation site;
  Tenant tenant(site);
  tenant.furnish();
  for (int round = 0; round < 4; ++round) {
    CAPTURE(round);
    Writers writers(tenant);
    writers.wait_for(150);
    site.server().kill();
    writers.join();
    site.start();
    tenant.client.connect_to(site.server().port());

    writers.check_kept();
    if (!on_postgresql()) CHECK(run_sql(site.database(), "PRAGMA integrity_check") == "ok");
  }
}

TEST_CASE("durability: all earlier data survives") {
  Installation site;
  Tenant tenant(site);
  tenant.furnish();
  const std::string before = tenant.sight();
  for (const bool gently : {true, false}) {
    CAPTURE(gently);
    if (gently) {
      CHECK(site.server().stop() == 0);
    } else {
      site.server().kill();
    }
    site.start();
    tenant.client.connect_to(site.server().port());
    CHECK(tenant.sight() == before);
    for (const std::string& token :
         {tenant.developer.token, tenant.billing.token, site.root().token}) {
      check_success(tenant.client.get("/api/v1/me", token), 200);
    }
  }
}

TEST_CASE("durability: a registration survives the server, and its code is valid") {
  Installation site;
  const Registration registration = register_account(site);
  site.server().kill();
  site.start();
  check_success(site.connect().put("/api/v1/register/" + registration.id,
                                   approval_body(registration.code, registration.email)),
                202);
}

TEST_CASE("durability: queued mail of a killed server is delivered with a valid code") {
  Installation site;
  // Registers until the server dies. A mail stays in the queue only if the server dies between
  // storing and delivering it, so this is repeated until it does.
  for (int round = 0; round < 50; ++round) {
    std::vector<std::jthread> threads;
    std::atomic<int> registered = 0;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&](const std::stop_token& stop) {
        try {
          auto client = site.connect();
          while (!stop.stop_requested()) {
            (void)client.post("/api/v1/register", registration_body(site.fresh_email()));
            ++registered;
          }
        } catch (const HttpClientError&) {
          return;
        }
      });
    }
    while (registered < 10) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    site.server().kill();
    threads.clear();
    if (run_sql(site.database(), "SELECT COUNT(*) FROM outgoing_mail") != "0") break;
    site.start();
  }
  const std::string email =
      run_sql(site.database(), "SELECT recipient FROM outgoing_mail ORDER BY id LIMIT 1");
  REQUIRE(!email.empty());
  const std::size_t before = site.mailbox().to(email).size();

  // Another server might still be delivering it: this is the duration of the lease.
  run_sql(site.database(), "UPDATE outgoing_mail SET leased_until = 0");
  site.start();
  for (int i = 0; i < 5000 && site.mailbox().to(email).size() == before; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  REQUIRE(site.mailbox().to(email).size() == before + 1);
  const auto mail = site.mailbox().last_to(email);
  check_success(site.connect().put("/api/v1/register/" + mail.header("X-Registration-Id"),
                                   approval_body(mail.header("X-Approve-Code"), email)),
                202);
}

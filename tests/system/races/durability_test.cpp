// What was acknowledged is there after the server died.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// Clients that write until the server is gone, and remember what it acknowledged.
class Writers {
 public:
  explicit Writers(Tenant& tenant) : tenant_(tenant) {
    for (int i = 0; i < 4; ++i)
      threads_.emplace_back([this](const std::stop_token& stop) { create_consumers(stop); });
    threads_.emplace_back([this](const std::stop_token& stop) { log_in(stop); });
    threads_.emplace_back([this](const std::stop_token& stop) { mint_tokens(stop); });
  }

  void wait_for(std::size_t acknowledged) const {
    while (count_ < acknowledged) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  /// Once the server is gone.
  void join() { threads_.clear(); }

  [[nodiscard]] const std::vector<std::string>& consumers() const { return consumers_; }
  [[nodiscard]] const std::vector<std::string>& sessions() const { return sessions_; }
  [[nodiscard]] const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  /// Sends the same request until there is no answer; `member` of each answer is kept.
  void repeat(const std::stop_token& stop, const ApiRequest& request, const char* member,
              std::vector<std::string>& kept) {
    try {
      auto client = tenant_.site.connect();
      while (!stop.stop_requested()) {
        const auto reply = client.send(request);
        // One that is being stopped may be told so; only a 201 promises anything.
        if (reply.status != 201) continue;
        const std::lock_guard lock(mutex_);
        kept.push_back(reply.text(member));
        ++count_;
      }
    } catch (const HttpClientError&) {
      return;
    }
  }

  void create_consumers(const std::stop_token& stop) {
    repeat(stop,
           {.method = "POST",
            .target = "/api/v1/consumers",
            .token = tenant_.admin.token,
            .body = "{}"},
           "id", consumers_);
  }
  void log_in(const std::stop_token& stop) {
    repeat(stop,
           {.method = "POST",
            .target = "/api/v1/session",
            .body = login_body(tenant_.developer.email, tenant_.developer.password)},
           "token", sessions_);
  }
  void mint_tokens(const std::stop_token& stop) {
    repeat(stop,
           {.method = "POST",
            .target = "/api/v1/consumer-tokens",
            .token = tenant_.admin.token,
            .body = mint_body(tenant_.consumer, tenant_.project, tenant_.service)},
           "token", tokens_);
  }

  Tenant& tenant_;
  std::mutex mutex_;
  std::atomic<std::size_t> count_ = 0;
  std::vector<std::string> consumers_;
  std::vector<std::string> sessions_;
  std::vector<std::string> tokens_;
  std::vector<std::jthread> threads_;
};

std::set<std::string> listed_consumers(Tenant& tenant) {
  std::set<std::string> ids;
  std::string target = "/consumers?limit=1000";
  for (;;) {
    const auto page = tenant.get(target);
    check_success(page, 200);
    for (const auto& item : page.items()) ids.emplace(item.at("id").as_string());
    const auto* next = page.body.at("meta").as_object().if_contains("next");
    if (next == nullptr) return ids;
    target = "/consumers?limit=1000&after=" + std::string(next->as_string());
  }
}

}  // namespace

TEST_CASE("durability: nothing acknowledged is lost when the server is killed under load") {
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

    const auto listed = listed_consumers(tenant);
    for (const std::string& id : writers.consumers()) CHECK(listed.contains(id));
    for (const std::string& session : writers.sessions()) {
      check_success(tenant.client.get("/api/v1/me", session), 200);
    }
    for (const std::string& token : writers.tokens()) {
      check_success(tenant.remove("/consumer-tokens/" + token + "/projects/" + tenant.project +
                                  "/services/" + tenant.service),
                    202);
    }
    if (!on_postgresql()) CHECK(run_sql(site.database(), "PRAGMA integrity_check") == "ok");
  }
}

TEST_CASE("durability: what was there before is there after") {
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

TEST_CASE("durability: a registration survives the server, and its code works") {
  Installation site;
  const Registration registration = register_account(site);
  site.server().kill();
  site.start();
  check_success(site.connect().put("/api/v1/register/" + registration.id,
                                   approval_body(registration.code, registration.email)),
                202);
}

TEST_CASE("durability: mail that a dead server left behind is delivered, with a code that works") {
  Installation site;
  // Registers until the server dies, which leaves a mail behind only when it dies between storing
  // and delivering one: so again until it does.
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

  // Somebody may still be delivering it, for all the next server knows; this is for how long.
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

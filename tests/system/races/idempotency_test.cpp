// Requests with keys whose server is killed.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

ApiReply create_consumer(ApiClient& client, const std::string& token, const std::string& key) {
  return client.send({.method = "POST",
                      .target = "/api/v1/consumers",
                      .token = token,
                      .body = "{}",
                      .headers = {{"Idempotency-Key", key}}});
}

}  // namespace

TEST_CASE("idempotency: requests that are repeated after a crash are carried out once") {
  Installation site;
  Tenant tenant(site);
  std::mutex mutex;
  std::vector<std::string> keys;
  for (int round = 0; round < 3; ++round) {
    CAPTURE(round);
    std::atomic<int> answered = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i, round](const std::stop_token& stop) {
        try {
          auto client = site.connect();
          for (int n = 0; !stop.stop_requested(); ++n) {
            const std::string key =
                std::to_string(round) + "-" + std::to_string(i) + "-" + std::to_string(n);
            {
              const std::lock_guard lock(mutex);
              keys.push_back(key);
            }
            if (create_consumer(client, tenant.admin.token, key).status == 201) ++answered;
          }
        } catch (const HttpClientError&) {
          return;
        }
      });
    }
    while (answered < 20) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    site.server().kill();
    threads.clear();
    site.start();
    tenant.client.connect_to(site.server().port());
    for (const std::string& key : keys) {
      check_success(create_consumer(tenant.client, tenant.admin.token, key), 201);
    }
    CHECK(tenant.get("/consumers").items().size() == keys.size());
  }
}

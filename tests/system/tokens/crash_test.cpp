// A server that is killed while clients refresh their tokens and services report usage.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

/// Long enough for clients to retry within the grace period on any machine.
Installation patient_installation() { return Installation({"--refresh-grace", "1h"}); }

/// Clients that work until their server is killed.
class Clients {
 public:
  using Work = std::function<bool(ApiClient&, std::size_t which)>;

  /// `work` is called repeatedly until it reports that it is done.
  Clients(Installation& site, std::size_t count, Work work) : work_(std::move(work)) {
    for (std::size_t i = 0; i < count; ++i) {
      threads_.emplace_back([this, &site, i](const std::stop_token& stop) {
        try {
          auto client = site.connect();
          while (!stop.stop_requested() && work_(client, i)) ++done_;
        } catch (const HttpClientError&) {
          return;
        }
      });
    }
  }

  void wait_for(std::size_t done) const {
    for (int i = 0; i < 20'000 && done_ < done; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK(done_ >= done);
  }
  void join() { threads_.clear(); }

 private:
  Work work_;
  std::atomic<std::size_t> done_ = 0;
  std::vector<std::jthread> threads_;
};

void kill_and_start(Installation& site, Provider& provider, Clients& clients) {
  for (std::size_t i = 0; i < usual_servers(); ++i) site.server(i).kill();
  clients.join();
  for (std::size_t i = 0; i < usual_servers(); ++i) site.start(i);
  provider.tenant.client.connect_to(site.server().port());
}

std::int64_t sum_of_ledger(Provider& provider) {
  return std::stoll(run_sql(provider.tenant.site.database(),
                            "SELECT COALESCE(SUM(amount), 0) FROM usage_entries"));
}

}  // namespace

TEST_CASE("crashes: usage reported before a crash is counted exactly once") {
  Installation site = patient_installation();
  Provider provider(site);
  constexpr std::size_t clients = 8;
  std::mutex mutex;
  std::map<std::string, std::string> receipts;  // by key
  std::set<std::string> sent;
  for (int round = 0; round < 4; ++round) {
    CAPTURE(round);
    std::vector<int> number(clients);
    Clients services(site, clients, [&](ApiClient& client, std::size_t which) {
      const std::string key = std::to_string(round) + "/" + std::to_string(which) + "/" +
                              std::to_string(++number[which]);
      {
        const std::lock_guard lock(mutex);
        sent.insert(key);
      }
      const auto reply = client.send(provider.usage_request(3, key));
      if (reply.status != 201) return false;
      const std::lock_guard lock(mutex);
      receipts[key] = reply.text("id");
      return true;
    });
    services.wait_for(150);
    kill_and_start(site, provider, services);

    const std::int64_t used = provider.items_used();
    CHECK(used == sum_of_ledger(provider));
    CHECK(used >= 3 * static_cast<std::int64_t>(receipts.size()));
    CHECK(used <= 3 * static_cast<std::int64_t>(sent.size()));
    // All are sent again: requests that were answered get the same response.
    for (const std::string& key : sent) {
      const auto reply = provider.use(3, key);
      check_success(reply, 201);
      const auto [receipt, is_new] = receipts.emplace(key, reply.text("id"));
      CHECK(receipt->second == reply.text("id"));
    }
    CHECK(provider.items_used() == 3 * static_cast<std::int64_t>(sent.size()));
    CHECK(provider.items_used() == sum_of_ledger(provider));
    if (!on_postgresql()) CHECK(run_sql(site.database(), "PRAGMA integrity_check") == "ok");
  }
  CHECK(receipts.size() >= 4 * 150);
}

TEST_CASE("crashes: every token that a client was given or had used before a crash is accepted") {
  Installation site = patient_installation();
  Provider provider(site);
  constexpr std::size_t clients = 8;
  // The last refresh token that each client was given.
  std::vector<std::string> last;
  std::vector<std::string> families;
  for (std::size_t i = 0; i < clients; ++i) {
    const TokenPair tokens = provider.begin();
    last.push_back(tokens.refresh);
    families.emplace_back(part_of(tokens.access, 1).at("sid").as_string());
  }
  for (int round = 0; round < 4; ++round) {
    CAPTURE(round);
    Clients devices(site, clients, [&](ApiClient& client, std::size_t which) {
      const auto reply = client.send(exchange_request(last[which]));
      if (reply.status != 200) return false;
      last[which] = std::string(reply.body.at("refresh_token").as_string());
      return true;
    });
    devices.wait_for(150);
    kill_and_start(site, provider, devices);

    for (std::size_t i = 0; i < clients; ++i) {
      CAPTURE(i);
      // Repeated, as by a client without a response: the token may be spent, and is not lost.
      const TokenPair again = provider.exchanged(last[i]);
      CHECK(part_of(again.access, 1).at("sid").as_string() == families[i]);
      CHECK(provider.exchanged(last[i]).refresh == again.refresh);
      CHECK(provider.is_active(again.access));
      last[i] = again.refresh;
    }
    CHECK(run_sql(site.database(), "SELECT COUNT(*) FROM token_families") ==
          std::to_string(clients));
  }
}

TEST_CASE("crashes: a consumer token in exchange is either valid or has its successor") {
  Installation site = patient_installation();
  Provider provider(site);
  for (int round = 0; round < 4; ++round) {
    CAPTURE(round);
    constexpr std::size_t clients = 4;
    std::vector<std::vector<std::string>> tokens(clients);
    for (auto& own : tokens) {
      for (int i = 0; i < 60; ++i) own.push_back(provider.tenant.mint_token());
    }
    std::vector<std::vector<std::string>> successors(clients);
    Clients devices(site, clients, [&](ApiClient& client, std::size_t which) {
      if (successors[which].size() == tokens[which].size()) return false;
      const auto reply = client.send(exchange_request(tokens[which][successors[which].size()]));
      if (reply.status != 200) return false;
      successors[which].emplace_back(reply.body.at("refresh_token").as_string());
      return true;
    });
    devices.wait_for(60);
    kill_and_start(site, provider, devices);
    std::size_t exchanged = 0;
    for (std::size_t i = 0; i < clients; ++i) {
      for (std::size_t n = 0; n < tokens[i].size(); ++n) {
        const TokenPair now = provider.exchanged(tokens[i][n]);
        if (n < successors[i].size()) CHECK(now.refresh == successors[i][n]);
        ++exchanged;
      }
    }
    CHECK(run_sql(site.database(), "SELECT COUNT(*) FROM token_families") ==
          std::to_string(exchanged * static_cast<std::size_t>(round + 1)));
  }
}

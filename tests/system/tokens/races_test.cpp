// Concurrent clients with the same token, the same key, or the same remaining items.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/threads.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

/// Clients with established connections, distributed over the servers.
std::deque<ApiClient> connected(Installation& site, std::size_t count) {
  std::deque<ApiClient> clients;
  for (std::size_t i = 0; i < count; ++i) {
    clients.push_back(site.connect());
    (void)clients.back().options("/api/v1/me");
  }
  return clients;
}

std::vector<ApiReply> race(Installation& site, std::size_t count,
                           const std::function<ApiRequest(std::size_t)>& request) {
  auto clients = connected(site, count);
  return all_at_once<ApiReply>(count, [&](std::size_t i) { return clients[i].send(request(i)); });
}

/// The tokens that all clients were given; each response must be that of an exchange.
struct Given {
  explicit Given(const std::vector<ApiReply>& replies) {
    for (const ApiReply& reply : replies) {
      const TokenPair tokens = check_exchanged(reply);
      access.push_back(tokens.access);
      refresh.insert(tokens.refresh);
      const auto claims = part_of(tokens.access, 1);
      families.emplace(claims.at("sid").as_string());
      ids.emplace(claims.at("jti").as_string());
    }
  }
  std::vector<std::string> access;
  std::set<std::string> refresh;
  std::set<std::string> families;
  std::set<std::string> ids;
};

std::size_t count(const std::vector<ApiReply>& replies, unsigned status) {
  return static_cast<std::size_t>(std::count_if(
      replies.begin(), replies.end(), [&](const ApiReply& one) { return one.status == status; }));
}

std::string rows(Provider& provider, const std::string& table) {
  return run_sql(
      provider.tenant.site.database(),
      "SELECT COUNT(*) FROM " + table + " WHERE project_id = '" + provider.tenant.project + "'");
}

constexpr std::size_t crowd = 32;

}  // namespace

TEST_CASE("token races: concurrent uses of a consumer token begin one family with one successor") {
  for (int round = 0; round < 3; ++round) {
    Provider provider(shared_installation());
    const Given given(race(provider.tenant.site, crowd, [&](std::size_t) {
      return exchange_request(provider.tenant.consumer_token);
    }));
    CHECK(given.refresh.size() == 1);
    CHECK(given.families.size() == 1);
    CHECK(given.ids.size() == crowd);
    CHECK(rows(provider, "token_families") == "1");
    CHECK(rows(provider, "consumer_tokens") == "0");
    for (const std::string& token : given.access) CHECK(provider.is_active(token));
    (void)provider.exchanged(*given.refresh.begin());
  }
}

TEST_CASE("token races: concurrent uses of a refresh token have one successor, which is valid") {
  Provider provider(shared_installation());
  TokenPair tokens = provider.begin();
  const std::string family(part_of(tokens.access, 1).at("sid").as_string());
  for (int round = 0; round < 5; ++round) {
    const Given given(race(provider.tenant.site, crowd,
                           [&](std::size_t) { return exchange_request(tokens.refresh); }));
    CHECK(given.refresh.size() == 1);
    CHECK(given.families == std::set{family});
    CHECK(given.ids.size() == crowd);
    CHECK(!given.refresh.contains(tokens.refresh));
    for (const std::string& token : given.access) CHECK(provider.is_active(token));
    tokens.refresh = *given.refresh.begin();
    CHECK(provider.is_active(tokens.refresh));
  }
  CHECK(rows(provider, "token_families") == "1");
}

TEST_CASE("token races: clients that repeat each request all get the same sequence of tokens") {
  Provider provider(shared_installation());
  auto clients = connected(provider.tenant.site, 8);
  std::string token = provider.tenant.consumer_token;
  for (int step = 0; step < 10; ++step) {
    std::vector<ApiReply> first(clients.size());
    auto replies = all_at_once<ApiReply>(clients.size(), [&](std::size_t i) {
      first[i] = clients[i].send(exchange_request(token));
      return clients[i].send(exchange_request(token));
    });
    replies.insert(replies.end(), first.begin(), first.end());
    const Given given(replies);
    REQUIRE(given.refresh.size() == 1);
    token = *given.refresh.begin();
  }
  CHECK(rows(provider, "token_families") == "1");
}

TEST_CASE("token races: tabs that refresh a token one after another stay logged in") {
  Provider provider(shared_installation());
  std::string shared = provider.begin().refresh;
  for (int round = 0; round < 5; ++round) {
    // Each tab continues with its own token, and uses that of the other tabs when it is refused.
    const auto replies =
        race(provider.tenant.site, 8, [&](std::size_t) { return exchange_request(shared); });
    const std::string first = check_exchanged(replies.front()).refresh;
    const std::string second = provider.exchanged(first).refresh;
    const std::string third = provider.exchanged(second).refresh;
    const auto late = race(provider.tenant.site, 8, [&](std::size_t i) {
      return exchange_request(i % 2 == 0 ? shared : first);
    });
    for (const ApiReply& reply : late) check_oauth_refused(reply, 400, "invalid_grant");
    CHECK(provider.is_active(third));
    CHECK(provider.is_active(check_exchanged(replies.front()).access));
    shared = third;
  }
  CHECK(rows(provider, "token_families") == "1");
}

TEST_CASE("token races: after a concurrent revocation and refresh no token is valid") {
  for (int round = 0; round < 3; ++round) {
    Provider provider(shared_installation());
    const TokenPair tokens = provider.begin();
    const auto replies = race(provider.tenant.site, 16, [&](std::size_t i) {
      if (i != 0) return exchange_request(tokens.refresh);
      return form_request("/oauth2/revoke", write_form({{"token", tokens.access}}),
                          provider.authorization());
    });
    CHECK(replies[0].status == 200);
    check_inactive(provider.introspect(tokens.access));
    for (const ApiReply& reply : replies) {
      if (reply.status != 200) {
        check_oauth_refused(reply, 400, "invalid_grant");
      } else if (reply.body.as_object().contains("refresh_token")) {
        const TokenPair late = check_exchanged(reply);
        check_inactive(provider.introspect(late.access));
        check_oauth_refused(provider.exchange(late.refresh), 400, "invalid_grant");
      }
    }
    CHECK(rows(provider, "token_families") == "0");
  }
}

TEST_CASE("token races: one hundred items are granted one hundred times to 64 clients") {
  Provider provider(shared_installation());
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":100})"), 202);
  constexpr std::size_t clients = 64;
  auto all = connected(provider.tenant.site, clients);
  std::atomic<int> granted = 0;
  std::atomic<int> refused = 0;
  all_at_once(clients, [&](std::size_t i) {
    for (int n = 0; n < 3; ++n) {
      const std::string key = std::to_string(i) + "/" + std::to_string(n);
      const unsigned status = all[i].send(provider.usage_request(1, key)).status;
      if (status == 201) ++granted;
      if (status == 402) ++refused;
    }
  });
  CHECK(granted == 100);
  CHECK(refused == 3 * static_cast<int>(clients) - 100);
  CHECK(provider.items_used() == 100);
  CHECK(rows(provider, "usage_entries") == "100");
}

TEST_CASE("token races: a key used concurrently by many clients is counted once") {
  Provider provider(shared_installation());
  const auto replies = race(provider.tenant.site, crowd,
                            [&](std::size_t) { return provider.usage_request(5, "key"); });
  CHECK(count(replies, 201) == crowd);
  std::set<std::string> receipts;
  for (const ApiReply& reply : replies) {
    receipts.insert(reply.text("id"));
    CHECK(reply.content().at("itemUsed") == 5);
  }
  CHECK(receipts.size() == 1);
  CHECK(provider.items_used() == 5);
  CHECK(rows(provider, "usage_entries") == "1");
}

TEST_CASE("token races: of different concurrent uses with one key, one is counted") {
  Provider provider(shared_installation());
  const auto replies = race(provider.tenant.site, crowd, [&](std::size_t i) {
    return provider.usage_request(static_cast<std::int64_t>(i + 1), "key");
  });
  CHECK(count(replies, 201) == 1);
  CHECK(count(replies, 409) == crowd - 1);
  const auto winner = std::find_if(replies.begin(), replies.end(),
                                   [](const ApiReply& reply) { return reply.status == 201; });
  REQUIRE(winner != replies.end());
  CHECK(provider.items_used() == winner->content().at("amount").as_int64());
  CHECK(rows(provider, "usage_entries") == "1");
}

TEST_CASE("token races: ten of the service tokens issued concurrently are valid") {
  Provider provider(shared_installation());
  const Tenant& tenant = provider.tenant;
  const auto replies = race(tenant.site, 16, [&](std::size_t) {
    return ApiRequest{.target = "/api/v1/projects/" + tenant.project + "/services-token",
                      .token = tenant.admin.token};
  });
  CHECK(count(replies, 200) == 16);
  std::size_t good = 0;
  for (const ApiReply& reply : replies) {
    provider.service_token = reply.text("token");
    const unsigned status = provider.introspect("x").status;
    CHECK((status == 200 || status == 401));
    if (status == 200) ++good;
  }
  CHECK(good == 10);
  CHECK(rows(provider, "service_tokens") == "10");
}

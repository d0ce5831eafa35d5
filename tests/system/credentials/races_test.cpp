// Concurrent clients, floods, and a server that is killed.
#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "harness/credentials.hpp"
#include "harness/threads.hpp"

using namespace gatehouse::testing;

namespace {

using Statuses = std::map<unsigned, std::size_t>;

constexpr std::size_t clients = 16;

/// Sends one request of each client at the same time, each on an established connection.
Statuses race(Estate& estate, const std::function<ApiRequest(std::size_t)>& request) {
  std::vector<ApiClient> connected;
  for (std::size_t i = 0; i < clients; ++i) {
    connected.push_back(estate.tenant.site.connect());
    (void)connected.back().options("/api/v1/me");
  }
  Statuses statuses;
  for (const ApiReply& reply : all_at_once<ApiReply>(
           clients, [&](std::size_t i) { return connected[i].send(request(i)); })) {
    ++statuses[reply.status];
    if (reply.status >= 400) check_refused(reply, reply.status);
  }
  return statuses;
}

ApiRequest request_of(Estate& estate, const std::string& method, const std::string& path,
                      std::optional<std::string> body = {}) {
  return {.method = method,
          .target = estate.at(path),
          .token = estate.tenant.admin.token,
          .body = std::move(body)};
}

/// The peak memory of the process, in KiB.
long peak_memory(pid_t pid) {
  const std::string status = read_file("/proc/" + std::to_string(pid) + "/status");
  const std::string name = "VmHWM:";
  return std::stol(status.substr(status.find(name) + name.size()));
}

}  // namespace

TEST_CASE("credential races: one of several concurrent creations of a username succeeds") {
  Estate estate(shared_installation());
  const auto statuses = race(estate, [&](std::size_t i) {
    return request_of(estate, "POST", "credentials",
                      credential_body("u1", "password " + std::to_string(i)));
  });
  CHECK(statuses == Statuses{{200, 1}, {400, clients - 1}});
  CHECK(check_listed(estate.get("credentials")).size() == 1);
}

TEST_CASE("credential races: one of several concurrent grants succeeds, and one revocation") {
  Estate estate(shared_installation());
  check_done(estate.send("POST", "credentials", credential_body("u1")));
  for (const char* method : {"PUT", "DELETE"}) {
    const auto statuses = race(estate, [&](std::size_t) {
      return request_of(estate, method, "credentials/u1/access", access_body("Calculator"));
    });
    CHECK(statuses == Statuses{{200, 1}, {400, clients - 1}});
  }
  CHECK(estate.verdict() == "not_granted");
}

TEST_CASE("credential races: concurrent PUT and DELETE leave a complete credential or none") {
  Estate estate(shared_installation());
  for (int round = 0; round < 5; ++round) {
    estate.add_credential("u1");
    const auto statuses = race(estate, [&](std::size_t i) {
      if (i % 2 == 0) return request_of(estate, "DELETE", "credentials/u1");
      return request_of(estate, "PUT", "credentials", credential_body("u1", "new"));
    });
    CHECK(statuses.at(200) > clients / 2);
    const auto left = check_listed(estate.get("credentials"));
    CHECK(left.size() <= 1);
    CHECK(estate.verdict() == "wrong_secret");
    if (left.empty()) {
      CHECK(estate.verdict({.password = "new"}) == "wrong_secret");
    } else {
      // It is either the original one with the grant, or a new one.
      const bool granted = !check_listed(estate.get("credentials/u1/access")).empty();
      CHECK(estate.verdict({.password = "new"}) == (granted ? "allowed" : "not_granted"));
      check_done(estate.send("DELETE", "credentials/u1"));
    }
  }
}

TEST_CASE("credential races: decisions during a revocation are never allowed after it") {
  Estate estate(shared_installation());
  estate.add_credential("u1");
  for (int round = 0; round < 30; ++round) {
    std::atomic<bool> done = false;
    std::thread asking([&] {
      Estate* asked = &estate;
      ApiClient client = asked->tenant.site.connect();
      while (!done) {
        (void)client.send({.target = "/gate/Aka%20Project/Calculator",
                           .token = basic("u1", "pw"),
                           .headers = {{"X-Gatehouse-Gateway", asked->gateway}}});
      }
    });
    const auto revoked = estate.send("DELETE", "credentials/u1/access", access_body("Calculator"));
    const std::string after = estate.verdict();
    done = true;
    asking.join();
    check_done(revoked);
    CHECK(after == "not_granted");
    CHECK(estate.verdict() == "not_granted");
    check_done(estate.send("PUT", "credentials/u1/access", access_body("Calculator")));
    CHECK(estate.verdict() == "allowed");
  }
}

TEST_CASE("gate flood: wrong passwords do not block cached decisions") {
  constexpr long kib_per_hash = 32'768;
  constexpr std::size_t threads = 2;
  Installation site({"--hashing-threads", std::to_string(threads), "--argon2-memory-kib",
                     std::to_string(kib_per_hash), "--argon2-iterations", "2"});
  Estate estate(site);
  estate.add_credential("u1");
  CHECK(estate.verdict() == "allowed");
  const long before = peak_memory(site.server().process().pid());

  std::deque<HttpClient> flood;
  for (int i = 0; i < 300; ++i) {
    flood.emplace_back(site.server().port())
        .send("GET /gate/Aka%20Project/Calculator HTTP/1.1\r\nHost: x\r\nX-Gatehouse-Gateway: " +
              estate.gateway + "\r\nAuthorization: " +
              basic(i % 2 == 0 ? "u1" : "nobody" + std::to_string(i), "wrong") + "\r\n\r\n");
  }
  // While they wait, cached decisions are answered.
  for (int i = 0; i < 200; ++i) CHECK(estate.verdict() == "allowed");
  // All of them are answered: refused, or with a 503.
  std::size_t refused = 0;
  for (HttpClient& client : flood) {
    const auto answer = client.read();
    CHECK((answer.status == 401 || answer.status == 503));
    if (answer.status == 401) {
      CHECK(answer.header("X-Gatehouse-Reason") == "wrong_secret");
      ++refused;
    } else {
      CHECK(answer.header("Retry-After") == "1");
    }
  }
  CHECK(refused > 0);
  CHECK(estate.verdict() == "allowed");
  // Memory for hashing is limited by its threads; the connections take some as well.
  constexpr long room_for_the_rest = 32'768;
  CHECK(peak_memory(site.server().process().pid()) - before <
        static_cast<long>(threads) * kib_per_hash + room_for_the_rest);
}

TEST_CASE("credential durability: acknowledged changes survive when the server is killed") {
  Installation site;
  Estate estate(site);
  const auto restart = [&] {
    site.server().kill();
    site.start();
    estate.reconnect();
  };
  for (int round = 0; round < 3; ++round) {
    estate.add_credential("u1");
    restart();
    CHECK(estate.verdict() == "allowed");
    check_done(estate.send("DELETE", "credentials/u1/access", access_body("Calculator")));
    restart();
    CHECK(estate.verdict() == "not_granted");
    check_done(estate.send("PATCH", "credentials/u1", password_body("new")));
    restart();
    CHECK(estate.verdict() == "wrong_secret");
    CHECK(estate.verdict({.password = "new"}) == "not_granted");
    check_done(estate.send("DELETE", "credentials/u1"));
    restart();
    CHECK(check_listed(estate.get("credentials")).empty());
  }
}

// Requests wait for their turn of the password hasher, not for all earlier requests, as shown by
// the order of the access log.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "operations/site.hpp"

using namespace gatehouse::testing;
using namespace std::chrono_literals;

namespace {

constexpr int flood_size = 24;

std::string request(const std::string& method, const std::string& target, const std::string& fields,
                    const std::string& body = {}) {
  return method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + fields +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string from(const std::string& address) { return "X-Forwarded-For: " + address + "\r\n"; }

std::string login(const std::string& address, const std::string& id, const std::string& email,
                  const std::string& password) {
  return request("POST", "/api/v1/session",
                 from(address) + "X-Request-Id: " + id + "\r\nContent-Type: application/json\r\n",
                 login_body(email, password));
}

std::string token_request(const std::string& address, const std::string& id,
                          const std::string& email, const std::string& password) {
  std::string name = email;
  name.replace(name.find('@'), 1, "%40");
  return request("POST", "/apiops/auth/token",
                 from(address) + "X-Request-Id: " + id +
                     "\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                 "grant_type=client_credentials&client_id=" + name + "&client_secret=" + password);
}

std::string password_change(const std::string& id, const Person& admin) {
  const std::string body =
      R"({"email":")" + admin.email + R"(","firstName":"A","lastName":"B","password":"another"})";
  return request("PUT", "/api/v1/admins/" + admin.id,
                 from("203.0.113.9") + "X-Request-Id: " + id + "\r\nAuthorization: " + admin.token +
                     "\r\nContent-Type: application/json\r\n",
                 body);
}

std::string decision(const std::string& id, const Estate& estate, const std::string& password) {
  return request("GET", "/gate/Aka%20Project/Calculator",
                 "X-Request-Id: " + id + "\r\nX-Gatehouse-Gateway: " + estate.gateway +
                     "\r\nX-Real-IP: 192.0.2.1\r\nAuthorization: " + basic("u1", password) +
                     "\r\n");
}

/// One thread for each kind of hashing. It takes about 25 ms, so that on a busy machine, too, all
/// of a flood is hashed before its requests have waited for too long.
class Site {
 public:
  Site()
      : site_({"--access-log", log_.string(), "--trusted-proxies", "127.0.0.1", "--hashing-threads",
               "1", "--verifying-threads", "1", "--argon2-memory-kib", "16384",
               "--argon2-iterations", "4"}) {}

  [[nodiscard]] OperatedSite& site() { return site_; }

  /// Sends the requests of `make` `flood_size` times, and `right` once those are queued. Returns
  /// how many of the former were answered before the latter, which must be answered with `status`.
  int served_before(const std::string& right, const std::string& pool, unsigned status,
                    const std::function<std::string(int)>& make) {
    const std::uint16_t port = site_.server().port();
    std::deque<HttpClient> flood;
    for (int i = 0; i < flood_size; ++i) flood.emplace_back(port).send(make(i));
    await_waiting(pool);
    HttpClient client(port, 60s);
    client.send(right);
    CHECK(client.read().status == status);
    for (HttpClient& other : flood) (void)other.read();
    return place_of_right();
  }

 private:
  void await_waiting(const std::string& pool) {
    const std::string sample = "gatehouse_worker_pool_waiting{pool=\"" + pool + "\"}";
    for (int i = 0; i < 2000; ++i) {
      if (std::stoi(value_of(site_.metrics(), sample)) >= flood_size * 2 / 3) return;
      std::this_thread::sleep_for(1ms);
    }
    FAIL("the flood does not wait on the pool " << pool);
  }

  /// Reads the lines added to the log since the last call.
  int place_of_right() {
    std::vector<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
      ids.clear();
      std::istringstream lines(read_file(log_).substr(read_));
      for (std::string line; std::getline(lines, line);) {
        const std::size_t at = line.find("\"id\":\"") + 6;
        const std::string id = line.substr(at, line.find('"', at) - at);
        if (id == "flood" || id == "right") ids.push_back(id);
      }
      if (ids.size() == flood_size + 1) break;
      std::this_thread::sleep_for(10ms);
    }
    REQUIRE(ids.size() == flood_size + 1);
    read_ = read_file(log_).size();
    return static_cast<int>(std::find(ids.begin(), ids.end(), "right") - ids.begin());
  }

  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "access";
  std::size_t read_ = 0;
  OperatedSite site_;
};

Site& shared_site() {
  static Site site;
  return site;
}

/// Those that were served while the flood arrived, and a few turns.
constexpr int few = flood_size / 3 + 4;

}  // namespace

TEST_CASE("fairness: a valid login does not wait for wrong ones from another address") {
  Site& site = shared_site();
  const Tenant tenant(site.site());
  const std::string victim = tenant.admin.email;
  const std::string right = login("198.51.100.1", "right", victim, usual_password);
  for (const std::string& target : {victim, std::string("unknown@example.org")}) {
    CAPTURE(target);
    CHECK(site.served_before(right, "hashing", 201, [&](int) {
      return login("203.0.113.9", "flood", target, "wrong");
    }) <= few);
    CHECK(site.served_before(right, "hashing", 201, [&](int) {
      return token_request("203.0.113.9", "flood", target, "wrong");
    }) <= few);
  }
  const std::string token = token_request("198.51.100.2", "right", victim, usual_password);
  CHECK(site.served_before(token, "hashing", 200, [&](int i) {
    return login("203.0.113.9", "flood", "person" + std::to_string(i) + "@example.com", "wrong");
  }) <= few);
}

TEST_CASE("fairness: an IPv6 network counts as one address") {
  Site& site = shared_site();
  const Tenant tenant(site.site());
  const std::string right = login("2001:db8:1::1", "right", tenant.admin.email, usual_password);
  CHECK(site.served_before(right, "hashing", 201, [&](int i) {
    const std::string number = std::to_string(i);
    return login("2001:db8:2::" + number, "flood", "p" + number + "@example.com", "wrong");
  }) <= few);
}

TEST_CASE("fairness: a login does not wait for many addresses that attack another account") {
  Site& site = shared_site();
  const Tenant victim(site.site());
  const Tenant tenant(site.site());
  const auto attack = [&](int i) {
    return login("203.0.113." + std::to_string(i + 100), "flood", victim.admin.email, "wrong");
  };
  // Eight have their own turns, and the others share one.
  const std::string right = login("198.51.100.3", "right", tenant.admin.email, usual_password);
  CHECK(site.served_before(right, "hashing", 201, attack) <= flood_size / 3 + 12);
  // From an address with a successful login, the attacked account is served as well.
  const std::string owner = login("198.51.100.3", "right", victim.admin.email, usual_password);
  CHECK(site.served_before(owner, "hashing", 201, attack) <= few);
}

TEST_CASE("fairness: a tenant that keeps changing passwords does not delay others") {
  Site& site = shared_site();
  const Tenant busy(site.site());
  const Tenant tenant(site.site());
  const auto change = [&](int) { return password_change("flood", busy.admin); };
  const std::string right = login("203.0.113.9", "right", tenant.admin.email, usual_password);
  CHECK(site.served_before(right, "hashing", 201, change) <= few);
  CHECK(site.served_before(password_change("right", tenant.admin), "hashing", 202, change) <= few);
}

TEST_CASE("fairness: wrong passwords at one tenant's gateway do not delay decisions for others") {
  Site& site = shared_site();
  Estate busy(site.site());
  busy.add_credential("u1");
  Estate estate(site.site());
  estate.add_credential("u1");
  CHECK(site.served_before(decision("right", estate, "pw"), "verifying", 200, [&](int i) {
    return decision("flood", busy, "wrong" + std::to_string(i));
  }) <= few);
}

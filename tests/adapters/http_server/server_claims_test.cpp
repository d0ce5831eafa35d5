// The order in which a pool serves queued requests.
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "server_fixture.hpp"

using namespace gatehouse;
using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

ServerOptions behind_proxy() {
  ServerOptions options = test_options();
  options.hashing = {.threads = 1, .queue = 1000};
  options.trusted_proxies = {*IpRange::parse("127.0.0.1")};
  return options;
}

/// A server with one login thread, which is blocked until all requests have arrived.
struct Line {
  Line() {
    it.handler.shut_gate();
    send("/claim", "first");
    it.handler.await_held(1);
  }

  /// Returns when the request is queued.
  void send(const std::string& path, const std::string& name, const std::string& fields = {}) {
    const std::size_t before = it.server.statistics().hashing.waiting;
    const bool is_first = clients.empty();
    clients.push_back(std::make_unique<HttpClient>(it.server.port()));
    clients.back()->send(get(path + "?" + name, fields));
    while (!is_first && it.server.statistics().hashing.waiting == before) {
      std::this_thread::sleep_for(1ms);
    }
  }

  /// The names in the order of service.
  std::string serve() {
    it.handler.open_gate();
    for (const auto& client : clients) CHECK(client->read().status == 200);
    return it.handler.order();
  }

  TestServer it{behind_proxy()};
  std::vector<std::unique_ptr<HttpClient>> clients;
};

}  // namespace

TEST_CASE("claims: a party that floods the pool delays itself, and others by one turn only") {
  Line line;
  for (int i = 0; i < 5; ++i) line.send("/claim", "bad", "X-Known: 1\r\nX-Party: tenant\r\n");
  line.send("/claim", "good", "X-Known: 1\r\nX-Party: other\r\n");
  CHECK(line.serve() == "first bad good bad bad bad bad");
}

TEST_CASE("claims: the default party is the client's network, as given by a trusted proxy") {
  Line line;
  for (const char* host : {"1", "2", "3"}) {
    line.send("/claim", "bad", "X-Forwarded-For: 2001:db8::" + std::string(host) + "\r\n");
  }
  line.send("/claim", "good", "X-Forwarded-For: 2001:db8:0:1::1\r\n");
  line.send("/claim", "good", "X-Forwarded-For: 192.0.2.1\r\n");
  CHECK(line.serve() == "first bad good good bad bad");
}

TEST_CASE("claims: callers of the storage pool take turns by network and by token") {
  ServerOptions options = behind_proxy();
  options.storage = {.threads = 1, .queue = 6};
  TestServer it(options);
  it.handler.shut_gate();
  std::vector<HttpClient> clients;
  const auto send = [&](const std::string& name, const std::string& fields) {
    const auto before = it.server.statistics().storage;
    clients.push_back(it.connect());
    clients.back().send(get("/storage?" + name, fields));
    for (;;) {
      const auto now = it.server.statistics().storage;
      if (now.waiting + now.running > before.waiting + before.running) return;
      std::this_thread::sleep_for(1ms);
    }
  };
  send("first", {});
  it.handler.await_held(1);
  // They may use all slots, too.
  for (int i = 0; i < 4; ++i) send("bad", "Authorization: Token a\r\n");
  send("good", "Authorization: Token b\r\n");
  send("other", "X-Forwarded-For: 192.0.2.1\r\nAuthorization: Token a\r\n");
  it.handler.open_gate();
  for (HttpClient& client : clients) CHECK(client.read().status == 200);
  CHECK(it.handler.order() == "first bad other good bad bad bad");
}

TEST_CASE("claims: a handler may enter a pool once it has determined the party") {
  Line line;
  for (int i = 0; i < 3; ++i) line.send("/go-on", "bad", "X-Party: a\r\nX-Matter: 1\r\n");
  line.send("/go-on", "good", "X-Party: a\r\nX-Matter: 2\r\n");
  CHECK(line.serve() == "first bad good bad bad");
  // Both halves of each were handled, and the first request had one.
  CHECK(line.it.handler.handled == 1 + 4 * 2);
}

TEST_CASE("claims: a party above its share of the queue is refused, and others are not") {
  ServerOptions options = behind_proxy();
  options.hashing.queue = 8;
  TestServer it(options);
  it.handler.shut_gate();
  std::vector<HttpClient> clients;
  // Whether the request is queued or blocked at the gate.
  const auto send = [&](const std::string& party) {
    const auto before = it.server.statistics().hashing;
    clients.push_back(it.connect());
    clients.back().send(get("/claim", "X-Party: " + party + "\r\n"));
    for (;;) {
      const auto now = it.server.statistics().hashing;
      if (now.refused > before.refused) return false;
      if (now.waiting + now.running > before.waiting + before.running) return true;
      std::this_thread::sleep_for(1ms);
    }
  };
  REQUIRE(send("bad"));
  it.handler.await_held(1);
  std::size_t waiting = 0;
  while (send("bad")) ++waiting;
  CHECK(waiting < 8);
  CHECK(clients.back().read().status == 503);
  CHECK(it.server.statistics().hashing.refused == 1);
  CHECK(it.server.statistics().hashing.waiting == waiting);
  CHECK(send("good"));
  it.handler.open_gate();
  CHECK(clients.back().read().status == 200);
}

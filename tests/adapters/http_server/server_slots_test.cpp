// Which connection is closed when there are too many.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "server_fixture.hpp"
#include "tls_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

constexpr const char* neighbour = "127.0.0.2";

/// Deadlines do not expire during these tests.
ServerOptions patient(std::size_t connections) {
  auto options = test_options();
  options.max_connections = connections;
  options.header_deadline = options.body_deadline = options.idle_deadline = 1h;
  return options;
}

void await_connections(const Server& server, std::size_t count) {
  for (int i = 0; i < 2000 && server.statistics().connections != count; ++i) {
    std::this_thread::sleep_for(10ms);
  }
  CHECK(server.statistics().connections == count);
}

HttpClient from_neighbour(const TestServer& it) {
  return HttpClient(it.server.port(), 20s, neighbour);
}

}  // namespace

TEST_CASE("slots: when all are used, the connection that is idle longest is closed") {
  TestServer it(patient(3));
  auto first = it.connect();
  auto second = it.connect();
  auto third = it.connect();
  for (auto* client : {&first, &second, &third}) CHECK(client->exchange(get("/")).status == 200);
  CHECK(first.exchange(get("/")).status == 200);

  auto fourth = it.connect();
  CHECK(fourth.exchange(get("/")).status == 200);
  CHECK(second.is_closed_by_server());
  auto fifth = it.connect();
  CHECK(fifth.exchange(get("/")).status == 200);
  CHECK(third.is_closed_by_server());
  CHECK(first.exchange(get("/")).status == 200);
  CHECK(it.server.statistics().displaced == 2);
  CHECK(it.server.statistics().connections == 3);
}

TEST_CASE("slots: connections without data do not block a client") {
  TestServer it(patient(20));
  std::vector<HttpClient> silent;
  for (int i = 0; i < 100; ++i) silent.push_back(it.connect());
  for (int i = 0; i < 100; ++i) CHECK(it.connect().exchange(get("/")).status == 200);
  CHECK(it.server.statistics().connections <= 20);
}

TEST_CASE("slots: connections within a request do not block a client") {
  TestServer it(patient(8));
  std::vector<HttpClient> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(it.connect());
    slow.back().send(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost" : post("/", "").substr(0, 50));
  }
  for (int i = 0; i < 20; ++i) CHECK(it.connect().exchange(get("/")).status == 200);
}

TEST_CASE("slots: connections that do not read their responses do not block a client") {
  TestServer it(patient(4));
  std::vector<HttpClient> deaf;
  for (int i = 0; i < 8; ++i) {
    deaf.push_back(it.connect());
    deaf.back().send(get("/large"));
  }
  for (int i = 0; i < 20; ++i) CHECK(it.connect().exchange(get("/")).status == 200);
}

TEST_CASE("slots: a connection with an active request keeps its slot, and another one waits") {
  TestServer it(patient(2));
  it.handler.shut_gate();
  auto first = it.connect();
  auto second = it.connect();
  first.send(get("/storage"));
  second.send(get("/storage"));
  it.handler.await_held(2);
  auto third = it.connect();
  third.send(get("/third"));
  CHECK_FALSE(third.has_input(300ms));
  CHECK(it.server.statistics().connections == 2);
  it.handler.open_gate();
  CHECK(first.read().status == 200);
  CHECK(second.read().status == 200);
  CHECK(third.read().body == "GET /third");
}

TEST_CASE("slots: the header deadline applies to the first octet of a new connection") {
  auto options = test_options();
  options.header_deadline = 200ms;
  options.idle_deadline = 1h;
  TestServer it(options);
  auto used = it.connect();
  CHECK(used.exchange(get("/")).status == 200);
  CHECK(it.connect().is_closed_by_server());
  auto blank = it.connect();
  // A blank line before a request does not begin it.
  blank.send("\r\n");
  CHECK(blank.is_closed_by_server());
  CHECK_FALSE(used.has_input(500ms));
  CHECK(used.exchange(get("/")).status == 200);
}

TEST_CASE("slots: an address above its share loses its own longest idle connection") {
  auto options = patient(10);
  options.max_connections_per_address = 2;
  TestServer it(options);
  auto other = it.connect();
  CHECK(other.exchange(get("/")).status == 200);
  auto first = from_neighbour(it);
  auto second = from_neighbour(it);
  for (auto* client : {&first, &second}) CHECK(client->exchange(get("/")).status == 200);
  auto third = from_neighbour(it);
  CHECK(third.exchange(get("/")).status == 200);
  CHECK(first.is_closed_by_server());
  CHECK(second.exchange(get("/")).status == 200);
  CHECK(other.exchange(get("/")).status == 200);
  CHECK(it.server.statistics().connections == 3);
}

TEST_CASE("slots: an address that uses its whole share is refused, and others are served") {
  auto options = patient(10);
  options.max_connections_per_address = 1;
  TestServer it(options);
  it.handler.shut_gate();
  auto busy = from_neighbour(it);
  busy.send(get("/storage"));
  it.handler.await_held(1);
  CHECK(from_neighbour(it).is_closed_by_server());
  CHECK(it.connect().exchange(get("/")).status == 200);
  CHECK(it.server.statistics().turned_away == 1);
  it.handler.open_gate();
  CHECK(busy.read().status == 200);
}

TEST_CASE("slots: an exempt address may exceed the share") {
  auto options = patient(10);
  options.max_connections_per_address = 1;
  SUBCASE("the local machine is exempt by default") {
    TestServer it(options);
    std::vector<HttpClient> clients;
    for (int i = 0; i < 5; ++i) clients.push_back(it.connect());
    for (auto& client : clients) CHECK(client.exchange(get("/")).status == 200);
  }
  SUBCASE("a trusted proxy is exempt") {
    options.trusted_proxies = {gatehouse::IpRange::parse(neighbour).value()};
    TestServer it(options);
    std::vector<HttpClient> clients;
    for (int i = 0; i < 5; ++i) clients.push_back(from_neighbour(it));
    for (auto& client : clients) CHECK(client.exchange(get("/")).status == 200);
  }
  SUBCASE("as configured") {
    options.is_exempt_from_share = [](std::string_view address) { return address == neighbour; };
    TestServer it(options);
    std::vector<HttpClient> clients;
    for (int i = 0; i < 5; ++i) clients.push_back(from_neighbour(it));
    for (auto& client : clients) CHECK(client.exchange(get("/")).status == 200);
    auto first = it.connect();
    CHECK(first.exchange(get("/")).status == 200);
    CHECK(it.connect().exchange(get("/")).status == 200);
    CHECK(first.is_closed_by_server());
  }
}

TEST_CASE("slots: a stalled TLS handshake is closed like an idle connection") {
  const TlsServer it(patient(3));
  auto first = it.connect();
  CHECK(first.exchange(get("/")).status == 200);
  std::vector<HttpClient> shaking;
  for (int i = 0; i < 2; ++i) shaking.push_back(it.connect_plain());
  await_connections(it.server, 3);
  CHECK(first.exchange(get("/")).status == 200);
  auto second = it.connect();
  auto third = it.connect();
  for (auto* client : {&first, &second, &third}) CHECK(client->exchange(get("/")).status == 200);
  for (auto& client : shaking) CHECK(client.is_closed_by_server());
}

TEST_CASE("slots: all slots are free again after the connections are closed") {
  auto options = patient(4);
  options.max_connections_per_address = 2;
  TestServer it(options);
  for (int round = 0; round < 3; ++round) {
    std::vector<HttpClient> clients;
    for (int i = 0; i < 6; ++i) {
      clients.push_back(i % 2 == 0 ? it.connect() : from_neighbour(it));
      CHECK(clients.back().exchange(get("/")).status == 200);
    }
    clients.clear();
    await_connections(it.server, 0);
  }
}

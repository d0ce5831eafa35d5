#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "tls_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

TEST_CASE_TEMPLATE(
    "stop: what is in flight is answered, idle connections are closed, no more are taken",
    ServerState, TestServer, TlsServer) {
  ServerState it;
  it.handler.shut_gate();
  auto idle = it.connect();
  CHECK(idle.exchange(get("/")).status == 200);
  auto fresh = it.connect();
  auto working = it.connect();
  working.send(get("/storage?1"));
  it.handler.await_held(1);
  auto half_sent = it.connect();
  half_sent.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel");
  // Waits until the server has read the first half.
  CHECK(it.connect().exchange(get("/")).status == 200);
  std::this_thread::sleep_for(50ms);

  std::thread stopping([&] { it.server.stop(); });
  CHECK(idle.is_closed_by_server());
  CHECK(fresh.is_closed_by_server());
  CHECK_THROWS_AS((void)it.connect().exchange(get("/")), HttpClientError);

  const auto rest = half_sent.exchange("lo");
  CHECK(rest.body == "POST / [5] hello");
  CHECK(rest.header("Connection") == "close");
  it.handler.open_gate();
  const auto answer = working.read();
  CHECK(answer.body == "GET /storage?1");
  CHECK(answer.header("Connection") == "close");
  CHECK(working.is_closed_by_server());
  stopping.join();
}

TEST_CASE("stop: it may be called repeatedly and by several threads at once") {
  TestServer it;
  auto client = it.connect();
  CHECK(client.exchange(get("/")).status == 200);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { it.server.stop(); });
  for (auto& thread : threads) thread.join();
  it.server.stop();
  CHECK(client.is_closed_by_server());
}

TEST_CASE("stop: requests that take too long are aborted") {
  auto options = test_options();
  options.stop_deadline = 100ms;
  TestServer it(options);
  it.handler.shut_gate();
  auto working = it.connect();
  working.send(get("/hashing?1"));
  it.handler.await_held(1);
  auto waiting = it.connect();
  waiting.send(get("/hashing?2"));
  auto half_sent = it.connect();
  half_sent.send("GET / HT");
  CHECK(it.connect().exchange(get("/")).status == 200);

  std::thread stopping([&] { it.server.stop(); });
  CHECK(working.is_closed_by_server());
  CHECK(waiting.read().status == 503);
  CHECK(waiting.is_closed_by_server());
  CHECK(half_sent.is_closed_by_server());
  it.handler.open_gate();
  stopping.join();
  CHECK(it.handler.handled <= 3);
}

TEST_CASE("stop: requests queued for a pool are answered 503 before the deadline") {
  ServerOptions options = test_options();
  options.storage = {1, 8};
  options.stop_deadline = 1s;
  TestServer it(options);
  it.handler.shut_gate();
  auto held = it.connect();
  held.send(get("/storage"));
  it.handler.await_held(1);
  auto waiting = it.connect();
  waiting.send(get("/storage"));
  while (it.server.statistics().storage.waiting == 0) std::this_thread::sleep_for(1ms);
  std::thread stopping([&] { it.server.stop(); });
  const HttpAnswer answer = waiting.read();
  CHECK(answer.status == 503);
  CHECK(answer.header("Retry-After") == "1");
  CHECK(answer.body.find("the server is stopping") != std::string::npos);
  it.handler.open_gate();
  stopping.join();
  CHECK(it.handler.handled == 1);
}

TEST_CASE("stop: the application may call it while it handles a request") {
  for (const std::string_view path : {"/direct", "/storage"}) {
    CAPTURE(path);
    TestServer it;
    it.handler.hook = [&] { it.server.stop(); };
    auto client = it.connect();
    const auto answer = client.exchange(get(std::string(path) + "?hook"));
    CHECK(answer.status == 200);
    CHECK(answer.header("Connection") == "close");
    CHECK(client.is_closed_by_server());
  }
}

TEST_CASE("stop: an unused server stops") {
  const TestServer it;
  CHECK(it.server.port() != 0);
}

TEST_CASE("listen: a second server on the same port fails with an error") {
  TestServer it;
  auto options = test_options();
  options.port = it.server.port();
  try {
    const TestServer second(options);
    FAIL("two servers on one port");
  } catch (const std::system_error& error) {
    CHECK(error.code() == std::errc::address_in_use);
    CHECK(std::string(error.what()) ==
          "cannot listen on 127.0.0.1:" + std::to_string(options.port) +
              ": Address already in use");
  }
  CHECK(it.connect().exchange(get("/")).status == 200);
}

TEST_CASE("listen: an address can be checked without listening on it") {
  auto options = test_options();
  {
    TestServer it;
    options.port = it.server.port();
    try {
      gatehouse::http::try_address(options);
      FAIL("the port of a server is free");
    } catch (const std::system_error& error) {
      CHECK(error.code() == std::errc::address_in_use);
    }
    CHECK(it.connect().exchange(get("/")).status == 200);
  }
  CHECK_NOTHROW(gatehouse::http::try_address(options));
  CHECK_NOTHROW(gatehouse::http::try_address(options));
  // TEST-NET-3 (RFC 5737) is not assigned to any machine.
  options.address = "203.0.113.1";
  try {
    gatehouse::http::try_address(options);
    FAIL("an address that is not this machine's can be had");
  } catch (const std::system_error& error) {
    CHECK(error.code() == std::errc::address_not_available);
  }
}

TEST_CASE("listen: a port is free again after its server has stopped") {
  auto options = test_options();
  {
    TestServer first;
    options.port = first.server.port();
    auto client = first.connect();
    CHECK(client.exchange(get("/")).status == 200);
    first.server.stop();
  }
  TestServer second(options);
  CHECK(second.connect().exchange(get("/")).status == 200);
}

TEST_CASE("listen: unusable addresses are rejected by name") {
  for (const std::string address : {"example.org", "", "256.0.0.1", "203.0.113.1"}) {
    CAPTURE(address);
    auto options = test_options();
    options.address = address;
    try {
      const TestServer it(options);
      FAIL("listening");
    } catch (const std::system_error& error) {
      CHECK(std::string(error.what()).find("cannot listen on " + address) != std::string::npos);
    }
  }
  auto options = test_options();
  options.address = "localhost";
  TestServer it(options);
  CHECK(it.connect().exchange(get("/")).status == 200);
}

TEST_CASE("listen: without file descriptors connections wait until some are free") {
  TestServer it;
  CHECK(it.connect().exchange(get("/")).status == 200);
  while (it.server.statistics().connections != 0) std::this_thread::sleep_for(1ms);

  // One descriptor is left, which the client uses.
  const int free = ::dup(0);
  REQUIRE(free >= 0);
  ::close(free);
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit scarce{static_cast<rlim_t>(free) + 1, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &scarce) == 0);
  auto client = it.connect();
  client.send(get("/patient"));
  while (it.server.statistics().accept_errors < 2) std::this_thread::sleep_for(1ms);
  // The server pauses between retries.
  CHECK(it.server.statistics().accept_errors < 10);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);

  CHECK(client.read().body == "GET /patient");
}

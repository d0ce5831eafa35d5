// Requests over TLS.
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include "tls_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

TEST_CASE("tls: sequential and pipelined requests are answered") {
  const TlsServer it;
  auto client = it.connect({.trusted = it.made.certificate});
  for (int i = 0; i < 3; ++i) CHECK(client.exchange(get("/")).body == "GET /");
  client.send(get("/1") + post("/2", "two") + get("/storage?3") + get("/4"));
  CHECK(client.read().body == "GET /1");
  CHECK(client.read().body == "POST /2 [3] two");
  CHECK(client.read().body == "GET /storage?3");
  CHECK(client.read().body == "GET /4");
}

TEST_CASE("tls: every response has Strict-Transport-Security with the configured duration") {
  const auto told_by = [](std::chrono::milliseconds max_age, const std::string& request) {
    ServerOptions options = test_options();
    options.hsts_max_age = max_age;
    const TlsServer it(options);
    return it.connect().exchange(request).header("Strict-Transport-Security");
  };
  for (const auto& request : {get("/"), get("/early"), get("/throw"), std::string("x\r\n\r\n")}) {
    CHECK(told_by(ServerOptions().hsts_max_age, request) == "max-age=31536000");
  }
  CHECK(told_by(1s, get("/")) == "max-age=1");
  CHECK(told_by(0s, get("/")).empty());
}

TEST_CASE("tls: a request may be split into many records of one octet") {
  const TlsServer it;
  auto client = it.connect();
  const auto request = post("/", "hello");
  for (const char octet : request + request) client.send({&octet, 1});
  CHECK(client.read().body == "POST / [5] hello");
  CHECK(client.read().body == "POST / [5] hello");
}

TEST_CASE("tls: large responses arrive completely, even if the client reads slowly") {
  const TlsServer it;
  auto client = it.connect();
  client.send(get("/large") + get("/storage") + get("/large") + get("/next"));
  CHECK(client.has_input(20s));
  // The system's buffers are full by now or soon.
  CHECK(it.connect().exchange(get("/")).status == 200);
  std::this_thread::sleep_for(100ms);
  const std::string large(8 * 1024 * 1024, 'x');
  CHECK(client.read().body == large);
  CHECK(client.read().body == "GET /storage");
  CHECK(client.read().body == large);
  CHECK(client.read().body == "GET /next");
}

TEST_CASE("tls: bodies larger than a record are accepted, or discarded after a refusal") {
  const TlsServer it;
  auto client = it.connect();
  const std::string chunk = "3e8;" + std::string(200, 'e') + "\r\n" + std::string(1000, 'x');
  CHECK(client
            .exchange("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk +
                      "\r\n0\r\n\r\n")
            .body == "POST / [1000] " + std::string(1000, 'x'));
  CHECK(client.exchange(post("/early", std::string(60'000, 'x'))).status == 404);
  CHECK(client.exchange(get("/")).status == 200);
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" +
              std::string(900'000, 'x'));
  CHECK(client.read().status == 413);
  CHECK(client.is_closed_by_server());
}

TEST_CASE("tls: a client that expects 100 Continue receives it") {
  const TlsServer it;
  auto client = it.connect();
  CHECK(client
            .exchange(
                "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            .status == 100);
  CHECK(client.exchange("hi").body == "POST / [2] hi");
}

TEST_CASE("tls: many concurrent clients receive their own responses") {
  const TlsServer it;
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      auto client = it.connect();
      for (int j = 0; j < 50; ++j) {
        const auto path = (j % 2 == 0 ? "/storage?" : "/direct?") + std::to_string(i * 100 + j);
        right += client.exchange(get(path)).body == "GET " + path ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 400);
}

TEST_CASE("tls: versions 1.2 and 1.3 are supported, and older ones are refused") {
  const TlsServer it;
  auto modern = it.connect({.version = TLS1_3_VERSION});
  CHECK(modern.version() == "TLSv1.3");
  CHECK(modern.exchange(get("/")).status == 200);
  auto good = it.connect({.version = TLS1_2_VERSION});
  CHECK(good.version() == "TLSv1.2");
  CHECK(good.exchange(get("/")).status == 200);
  CHECK(it.connect().version() == "TLSv1.3");
  for (const int old : {TLS1_1_VERSION, TLS1_VERSION}) {
    CHECK_THROWS_WITH_AS((void)it.connect({.version = old}), doctest::Contains("protocol version"),
                         HttpClientError);
  }
}

TEST_CASE(
    "tls: HTTP/1.1 is negotiated by ALPN, and a client without a common protocol is refused") {
  const TlsServer it;
  CHECK(it.connect().protocol() == "http/1.1");
  auto silent = it.connect({.protocol = ""});
  CHECK(silent.protocol().empty());
  CHECK(silent.exchange(get("/")).status == 200);
  CHECK_THROWS_WITH_AS((void)it.connect({.protocol = "h2"}),
                       doctest::Contains("no application protocol"), HttpClientError);
}

TEST_CASE("tls: keys may be updated between requests") {
  const TlsServer it;
  auto client = it.connect({.version = TLS1_3_VERSION});
  for (int i = 0; i < 5; ++i) {
    client.renew_keys();
    CHECK(client.exchange(get("/")).body == "GET /");
  }
}

TEST_CASE("tls: renegotiation is refused") {
  const TlsServer it;
  auto client = it.connect({.version = TLS1_2_VERSION});
  CHECK(client.exchange(get("/")).status == 200);
  CHECK(client.renegotiation_is_refused());
}

TEST_CASE("tls: close_notify is sent after the last response and on idle timeout") {
  auto options = test_options();
  options.idle_deadline = 150ms;
  const TlsServer it(options);
  auto last = it.connect();
  CHECK(last.exchange(get("/", "Connection: close\r\n")).status == 200);
  CHECK(last.is_closed_by_server());
  auto idle = it.connect();
  CHECK(idle.exchange(get("/")).status == 200);
  CHECK(idle.is_closed_by_server());
}

TEST_CASE("tls: close_notify of a client is answered") {
  const TlsServer it;
  auto client = it.connect();
  CHECK(client.exchange(get("/")).status == 200);
  client.close_notify();
  CHECK(client.is_closed_by_server());
}

TEST_CASE("tls: stop does not wait for handshakes") {
  auto options = test_options();
  options.header_deadline = options.stop_deadline = 1h;
  TlsServer it(options);
  auto shaking = it.connect_plain();
  while (it.server.statistics().connections != 1) std::this_thread::sleep_for(1ms);
  it.server.stop();
  CHECK(shaking.is_closed_by_server());
}

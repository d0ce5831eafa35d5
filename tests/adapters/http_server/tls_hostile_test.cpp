// Hostile and interrupted clients over TLS.
#include <string>
#include <string_view>
#include <thread>

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include "tls_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

/// The header deadline is long enough for a handshake on a busy machine.
ServerOptions hasty() {
  auto options = test_options();
  options.header_deadline = 500ms;
  options.body_deadline = options.idle_deadline = 150ms;
  return options;
}

ServerOptions hasty_handshake() {
  auto options = test_options();
  options.header_deadline = 500ms;
  return options;
}

void await_no_connection(const TlsServer& it) {
  for (int i = 0; i < 2000 && it.server.statistics().connections != 0; ++i) {
    std::this_thread::sleep_for(10ms);
  }
  CHECK(it.server.statistics().connections == 0);
}

}  // namespace

TEST_CASE("tls: a connection without a handshake is closed at the header deadline") {
  const TlsServer it(hasty_handshake());
  auto silent = it.connect_plain();
  auto slow = it.connect_plain();
  slow.send("\x16\x03\x01\x02");
  CHECK(silent.is_closed_by_server());
  CHECK(slow.is_closed_by_server());
  CHECK(it.connect().exchange(get("/")).status == 200);
}

TEST_CASE("tls: a slow handshake is closed at the same deadline") {
  const TlsServer it(hasty_handshake());
  auto client = it.connect_plain();
  client.send(std::string_view("\x16\x03\x01\x40\x00\x01\x00\x3f\xfc\x03\x03", 11));
  bool closed = false;
  for (int i = 0; i < 1000 && !(closed = client.has_input(20ms)); ++i) client.send("x");
  CHECK(closed);
  CHECK(client.is_closed_by_server());
}

TEST_CASE("tls: a plain HTTP request is refused with a hint that the port uses TLS") {
  TlsServer it;
  for (const auto& request : {get("/"), post("/", "hello")}) {
    auto client = it.connect_plain();
    const auto answer = client.exchange(request);
    CHECK(answer.status == 400);
    CHECK(answer.body.find("https") != std::string::npos);
    CHECK(answer.header("Connection") == "close");
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    // The request may be forged by a third party (RFC 6797, section 7.2).
    CHECK(answer.count("Strict-Transport-Security") == 0);
    CHECK(client.is_closed_by_server());
  }
  CHECK(it.handler.handled == 0);
}

TEST_CASE("tls: a connection that begins with garbage is closed") {
  TlsServer it(hasty_handshake());
  using namespace std::string_literals;
  for (const auto& garbage :
       {std::string(20'000, '\0'), std::string(20'000, '\xff'), "\x16\x03\x01\x00\x02zz"s,
        "\x16\x03\x01\xff\xff"s + std::string(70'000, 'a'), "\x15\x03\x01\x00\x02\x02\x28"s,
        "\x17\x03\x03\x00\x05hello"s, "\x80\x2e\x01\x00\x02"s + std::string(50, 'a'),
        "DELETE / HTTP/1.1\r\n\r\n"s, "\r\n\r\n\r\n\r\n"s}) {
    CAPTURE(garbage.substr(0, 8));
    auto client = it.connect_plain();
    try {
      client.send(garbage);
      // An alert may be sent first.
      while (!client.is_closed_by_server()) (void)client.read();
    } catch (const HttpClientError&) {
      CHECK(client.has_input(0ms));
    }
  }
  CHECK(it.connect().exchange(get("/")).status == 200);
  await_no_connection(it);
  CHECK(it.handler.handled == 1);
}

TEST_CASE("tls: garbage within a connection ends that connection only") {
  TlsServer it;
  auto other = it.connect();
  auto client = it.connect();
  CHECK(client.exchange(get("/")).status == 200);
  client.send_raw(std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, 'x'));
  CHECK(client.is_cut_off());
  CHECK(other.exchange(get("/")).status == 200);
  CHECK(it.handler.handled == 2);
}

TEST_CASE("tls: a truncated body is not accepted as complete, with or without close_notify") {
  TlsServer it;
  for (const std::string_view request :
       {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"}) {
    {
      auto client = it.connect();
      client.send(request);
      client.finish_sending();
      CHECK_THROWS_AS((void)client.read(), HttpClientError);
    }
    {
      auto client = it.connect();
      client.send(request);
      client.close_notify();
      CHECK(client.is_closed_by_server());
    }
    { it.connect().send(request); }
  }
  await_no_connection(it);
  CHECK(it.handler.handled == 0);
}

TEST_CASE("tls: a client that disconnects at any time leaves no resources behind") {
  TlsServer it;
  it.handler.shut_gate();
  { const auto client = it.connect_plain(); }
  { it.connect_plain().send("\x16\x03\x01"); }
  { const auto client = it.connect(); }
  { it.connect().send("GET / HT"); }
  { it.connect().send(get("/large") + get("/large")); }
  { it.connect().send(get("/storage")); }
  it.handler.await_held(1);
  it.handler.open_gate();
  await_no_connection(it);
  CHECK(it.connect().exchange(get("/")).status == 200);
}

TEST_CASE("tls: headers and bodies that arrive slowly are 408 at the deadline") {
  const TlsServer it(hasty());
  for (const std::string_view head :
       {"GET / HTTP/1.1\r\nX: ", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n"}) {
    auto client = it.connect();
    client.send(head);
    bool answered = false;
    for (int i = 0; i < 900 && !(answered = client.has_input(20ms)); ++i) client.send("a");
    CHECK(answered);
    CHECK(client.read().status == 408);
    CHECK(client.is_closed_by_server());
  }
}

TEST_CASE("tls: a partial record does not extend the deadlines") {
  const TlsServer it(hasty());
  auto idle = it.connect();
  idle.send_raw(std::string_view("\x17\x03\x03\x40\x00", 5));
  bool closed = false;
  for (int i = 0; i < 1000 && !(closed = idle.has_input(20ms)); ++i) {
    try {
      idle.send_raw("x");
    } catch (const HttpClientError&) {
      closed = true;
      break;
    }
  }
  CHECK(closed);
}

TEST_CASE("tls: a client that keeps requesting key updates is disconnected") {
  const TlsServer it(hasty());
  auto client = it.connect({.version = TLS1_3_VERSION});
  CHECK(client.exchange(get("/")).status == 200);
  bool ended = false;
  for (int i = 0; i < 1000 && !ended; ++i) {
    try {
      client.renew_keys();
      // The request for a key update is sent with it.
      client.send("\r");
      ended = client.has_input(20ms);
    } catch (const HttpClientError&) {
      ended = true;
    }
  }
  CHECK(ended);
  CHECK(it.connect().exchange(get("/")).status == 200);
}

TEST_CASE("tls: a client that does not read its response is disconnected without close_notify") {
  const TlsServer it(hasty());
  auto client = it.connect();
  client.send(get("/large"));
  REQUIRE(client.has_input(20s));
  await_no_connection(it);
  CHECK_THROWS_AS((void)client.read(), HttpClientError);
}

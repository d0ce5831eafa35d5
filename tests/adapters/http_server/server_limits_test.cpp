#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

ServerOptions hasty() {
  auto options = test_options();
  options.header_deadline = options.body_deadline = options.idle_deadline = 150ms;
  return options;
}

}  // namespace

TEST_CASE("limits: a target of maximum length is answered, and a longer one is 414") {
  TestServer it;
  const std::string longest = "/" + std::string(8191, 'a');
  CHECK(it.connect().exchange(get(longest)).body == "GET " + longest);
  auto client = it.connect();
  CHECK(client.exchange(get(longest + "a")).status == 414);
  CHECK(client.is_closed_by_server());
  // Before its end has arrived.
  CHECK(it.connect().exchange("GET " + longest + "a").status == 414);
}

TEST_CASE("limits: a header of maximum size is answered, and a larger one is 431") {
  TestServer it;
  const auto empty = get("/", "X: \r\n").size();
  const auto sized = [&](std::size_t size) {
    return get("/", "X: " + std::string(size - empty, 'a') + "\r\n");
  };
  CHECK(it.connect().exchange(sized(16 * 1024)).status == 200);
  auto client = it.connect();
  CHECK(client.exchange(sized(16 * 1024 + 1)).status == 431);
  CHECK(client.is_closed_by_server());
  // Before its end has arrived.
  CHECK(it.connect().exchange("GET / HTTP/1.1\r\nX: " + std::string(17'000, 'a')).status == 431);
}

TEST_CASE("limits: a hundred fields are answered, and more are 431") {
  TestServer it;
  std::string fields;
  for (int i = 0; i < 99; ++i) fields += "A: b\r\n";
  CHECK(it.connect().exchange(get("/", fields)).status == 200);
  CHECK(it.connect().exchange(get("/", fields + "A: b\r\n")).status == 431);
}

TEST_CASE("limits: a body of maximum length is answered, and a longer one is 413") {
  TestServer it;
  const std::string longest(1000, 'x');
  const std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  CHECK(it.connect().exchange(post("/", longest)).body == "POST / [1000] " + longest);
  CHECK(it.connect().exchange(chunked + "3e8\r\n" + longest + "\r\n0\r\n\r\n").body ==
        "POST / [1000] " + longest);

  auto client = it.connect();
  // A slightly larger body is read and discarded.
  CHECK(client.exchange(post("/", longest + "x")).status == 413);
  CHECK(client.exchange(get("/")).status == 200);
  // The announced length is sufficient.
  CHECK(
      it.connect().exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n").status ==
      413);
  CHECK(it.connect()
            .exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551615\r\n\r\n")
            .status == 413);

  for (const auto& chunks :
       {std::string("3e9\r\n"), "3e8\r\n" + longest + "\r\n1\r\nx\r\n0\r\n\r\n",
        std::string("ffffffffffffffff\r\n")}) {
    CAPTURE(chunks);
    auto other = it.connect();
    CHECK(other.exchange(chunked + chunks).status == 413);
    CHECK(other.is_closed_by_server());
  }
}

TEST_CASE("limits: a client that is still sending receives the refusal") {
  TestServer it;
  auto client = it.connect();
  // More than the system buffers before the response: it is read and discarded, not reset.
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" +
              std::string(900'000, 'x'));
  CHECK(client.read().status == 413);
  CHECK(client.is_closed_by_server());
}

TEST_CASE("limits: a header that arrives slowly is 408 at the deadline") {
  TestServer it(hasty());
  auto client = it.connect();
  bool answered = false;
  // Long enough that every octet would extend an idle timeout.
  for (const char octet : get("/", "X: " + std::string(1000, 'a') + "\r\n")) {
    client.send({&octet, 1});
    if ((answered = client.has_input(20ms))) break;
  }
  CHECK(answered);
  CHECK(client.read().status == 408);
  CHECK(client.is_closed_by_server());
}

TEST_CASE("limits: a body that arrives slowly is 408 at the deadline") {
  TestServer it(hasty());
  for (const std::string_view head :
       {"POST /path HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
        "POST /path HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n"}) {
    CAPTURE(head);
    auto client = it.connect();
    client.send(head);
    bool answered = false;
    for (int i = 0; i < 999 && !answered; ++i) {
      client.send("x");
      answered = client.has_input(20ms);
    }
    CHECK(answered);
    const auto answer = client.read();
    CHECK(answer.status == 408);
    CHECK(answer.body.starts_with("/path: "));
    CHECK(client.is_closed_by_server());
  }
  CHECK(it.handler.handled == 0);
}

TEST_CASE("limits: an idle connection is closed silently, before and after a request") {
  TestServer it(hasty());
  auto fresh = it.connect();
  CHECK(fresh.is_closed_by_server());
  auto used = it.connect();
  CHECK(used.exchange(get("/")).status == 200);
  CHECK(used.is_closed_by_server());
}

TEST_CASE("limits: an unwanted body that does not arrive ends the connection") {
  TestServer it(hasty());
  auto client = it.connect();
  CHECK(client.exchange("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n").status ==
        404);
  CHECK(client.is_closed_by_server());
}

TEST_CASE("limits: deadlines of the connection do not interrupt work on a pool") {
  TestServer it(hasty());
  it.handler.shut_gate();
  auto client = it.connect();
  client.send(get("/storage"));
  it.handler.await_held(1);
  CHECK_FALSE(client.has_input(500ms));
  it.handler.open_gate();
  CHECK(client.read().status == 200);
}

TEST_CASE("limits: a client that reads slowly receives the complete response") {
  auto options = test_options();
  options.idle_deadline = 1000ms;
  TestServer it(options);
  auto client = it.connect();
  client.send(get("/large") + get("/next"));
  CHECK(client.has_input(20s));
  // The system's buffers are full by now or soon.
  CHECK(it.connect().exchange(get("/")).status == 200);
  CHECK(client.read().body.size() == 8 * 1024 * 1024);
  CHECK(client.read().body == "GET /next");
}

TEST_CASE("limits: a client that does not read its response is disconnected") {
  TestServer it(hasty());
  auto client = it.connect();
  client.send(get("/large"));
  REQUIRE(client.has_input(20s));
  for (int i = 0; i < 1000 && it.server.statistics().connections != 0; ++i) {
    std::this_thread::sleep_for(10ms);
  }
  CHECK(it.server.statistics().connections == 0);
  CHECK_THROWS_AS((void)client.read(), HttpClientError);
}

TEST_CASE("limits: requests sent faster than they are answered are throttled, not buffered") {
  TestServer it;
  it.handler.shut_gate();
  auto client = it.connect();
  client.send(get("/storage"));
  it.handler.await_held(1);
  // The client blocks when the system's buffers, which are smaller than this, are full.
  HttpClient impatient(it.server.port(), 200ms);
  impatient.send(get("/storage"));
  it.handler.await_held(2);
  const std::string requests(64 * 1024 * 1024, 'x');
  CHECK_THROWS_AS(impatient.send(requests), HttpClientError);
  it.handler.open_gate();
  CHECK(client.read().status == 200);
}

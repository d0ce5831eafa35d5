#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

TEST_CASE("http: a request is passed to the application as it was sent") {
  TestServer it;
  struct Row {
    std::string request;
    std::string_view body;
  };
  for (const auto& row : {
           Row{get("/a/b%20c?d=e&f"), "GET /a/b%20c?d=e&f"},
           Row{get("http://elsewhere:99/a?b"), "GET /a?b"},
           Row{"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS *"},
           Row{"BREW-1! /pot HTTP/1.1\r\nHost: x\r\n\r\n", "BREW-1! /pot"},
           Row{"get / HTTP/1.1\r\nhOST:x\r\n\r\n", "get /"},
           Row{"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /"},
           Row{post("/", "hello"), "POST / [5] hello"},
           Row{post("/", ""), "POST / [0]"},
           Row{"POST / HTTP/1.1\r\nHost: x\r\n\r\n", "POST /"},
           Row{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
               "3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\n",
               "POST / [13] abc0123456789"},
           Row{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
               "POST / [0]"},
           Row{"GET / HTTP/1.0\r\n\r\n", "GET /"},
       }) {
    CAPTURE(row.request);
    const auto answer = it.connect().exchange(row.request);
    CHECK(answer.status == 200);
    CHECK(answer.body == row.body);
    // The same octets in separate segments.
    auto slow = it.connect();
    for (const char octet : row.request) slow.send({&octet, 1});
    CHECK(slow.read().body == row.body);
  }
}

TEST_CASE("http: a response has date, length and type, and the fields of the application") {
  TestServer it;
  const auto answer = it.connect().exchange(get("/", "X-Echo: \t a, b \t\r\n"));
  CHECK(answer.header("Date").size() == 29);
  CHECK(answer.header("Date").ends_with(" GMT"));
  CHECK(answer.header("Content-Type") == "text/plain");
  CHECK(answer.header("Content-Length") == "5");
  CHECK(answer.header("X-Echo") == "a, b");
  CHECK(answer.count("Connection") == 0);
  CHECK(answer.count("Server") == 0);
}

TEST_CASE("http: a response to HEAD has the length of the body, without the body") {
  TestServer it;
  auto client = it.connect();
  client.send("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\nHEAD /early HTTP/1.1\r\nHost: x\r\n\r\n" +
              get("/next"));
  const auto head = client.read(HttpClient::Method::head);
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == std::to_string(std::string_view("HEAD /abc").size()));
  CHECK(client.read(HttpClient::Method::head).header("Content-Length") == "5");
  CHECK(client.read().body == "GET /next");
}

TEST_CASE("http: 204 has neither a body nor a length") {
  TestServer it;
  auto client = it.connect();
  client.send(get("/empty") + get("/next"));
  const auto answer = client.read();
  CHECK(answer.status == 204);
  CHECK(answer.count("Content-Length") == 0);
  CHECK(client.read().body == "GET /next");
}

TEST_CASE("http: persistence of a connection depends on the version and the Connection field") {
  TestServer it;
  struct Row {
    std::string_view request;
    bool lives;
    std::string_view connection;
  };
  for (const auto& row : {
           Row{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", true, ""},
           Row{"GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n", true, ""},
           Row{"GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", false, "close"},
           Row{"GET / HTTP/1.1\r\nHost: x\r\nConnection: x, close\r\n\r\n", false, "close"},
           Row{"GET / HTTP/1.0\r\n\r\n", false, "close"},
           Row{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true, "keep-alive"},
           Row{"GET / HTTP/1.0\r\nConnection: close\r\n\r\n", false, "close"},
       }) {
    CAPTURE(row.request);
    auto client = it.connect();
    const auto answer = client.exchange(row.request);
    CHECK(answer.header("Connection") == row.connection);
    if (row.lives) {
      CHECK(client.exchange(get("/again")).body == "GET /again");
    } else {
      CHECK(client.is_closed_by_server());
    }
  }
}

TEST_CASE("http: a request after the last one is not answered") {
  TestServer it;
  auto client = it.connect();
  client.send(get("/", "Connection: close\r\n") + get("/more"));
  CHECK(client.read().body == "GET /");
  CHECK(client.is_closed_by_server());
  CHECK(it.handler.handled == 1);
}

TEST_CASE("http: a hundred pipelined requests are answered in order, from any pool") {
  TestServer it;
  std::string requests;
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    const auto number = std::to_string(i);
    switch (i % 4) {
      case 0:
        requests += get("/?" + number);
        expected.push_back("GET /?" + number);
        break;
      case 1:
        requests += get("/storage?" + number);
        expected.push_back("GET /storage?" + number);
        break;
      case 2:
        requests += post("/mail?" + number, number);
        expected.push_back("POST /mail?" + number + " [" + std::to_string(number.size()) + "] " +
                           number);
        break;
      default: requests += post("/early", number); expected.emplace_back("early");
    }
  }
  auto client = it.connect();
  client.send(requests);
  for (const auto& body : expected) CHECK(client.read().body == body);
}

TEST_CASE("http: ten thousand requests are answered on one connection") {
  TestServer it;
  auto client = it.connect();
  std::size_t right = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto target = "/?" + std::to_string(i);
    if (client.exchange(get(target)).body == "GET " + target) ++right;
  }
  CHECK(right == 10'000);
  CHECK(it.server.statistics().accepted == 1);
}

TEST_CASE("http: a client that half-closes the connection receives its response") {
  TestServer it;
  it.handler.shut_gate();
  auto client = it.connect();
  client.send(get("/storage"));
  client.finish_sending();
  it.handler.await_held(1);
  it.handler.open_gate();
  CHECK(client.read().body == "GET /storage");
  CHECK(client.is_closed_by_server());
}

TEST_CASE("http: 100 Continue is sent only when the body is expected") {
  TestServer it;
  const std::string_view expect = "Expect: 100-Continue\r\nContent-Length: 5\r\n";
  const auto request = "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(expect) + "\r\n";
  SUBCASE("the body is expected") {
    auto client = it.connect();
    CHECK(client.exchange(request).status == 100);
    CHECK(client.exchange("hello").body == "POST / [5] hello");
    CHECK(client.exchange(get("/next")).body == "GET /next");
  }
  SUBCASE("a chunked body is expected") {
    auto client = it.connect();
    CHECK(client
              .exchange("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n")
              .status == 100);
    CHECK(client.exchange("1\r\na\r\n0\r\n\r\n").body == "POST / [1] a");
  }
  SUBCASE("the body has arrived") {
    CHECK(it.connect().exchange(request + "hello").body == "POST / [5] hello");
  }
  SUBCASE("an earlier response is written first") {
    auto client = it.connect();
    client.send(get("/first") + request);
    CHECK(client.read().body == "GET /first");
    CHECK(client.read().status == 100);
    CHECK(client.exchange("hello").status == 200);
  }
  SUBCASE("the plan refuses") {
    auto client = it.connect();
    CHECK(client.exchange("POST /early HTTP/1.1\r\nHost: x\r\n" + std::string(expect) + "\r\n")
              .status == 404);
    CHECK(client.is_closed_by_server());
  }
  SUBCASE("the body is too large") {
    auto client = it.connect();
    CHECK(client
              .exchange("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                        "Content-Length: 1001\r\n\r\n")
              .status == 413);
    CHECK(client.is_closed_by_server());
  }
  SUBCASE("another expectation is sent") {
    CHECK(it.connect().exchange(get("/", "Expect: the worst\r\n")).status == 417);
    CHECK(it.connect().exchange(get("/", "Expect: 100-continue, x\r\n")).status == 417);
    CHECK(it.connect().exchange(get("/", "Expect: 100-continue\r\nExpect: x\r\n")).status == 417);
  }
  SUBCASE("HTTP/1.0 clients have no expectations") {
    auto client = it.connect();
    client.send("POST / HTTP/1.0\r\n" + std::string(expect) + "\r\n");
    CHECK_FALSE(client.has_input(50ms));
    CHECK(client.exchange("hello").status == 200);
  }
}

TEST_CASE("http: an unwanted body is never interpreted as a request") {
  TestServer it;
  SUBCASE("a small body is skipped") {
    auto client = it.connect();
    client.send(post("/early", get("/smuggled")) + get("/next"));
    CHECK(client.read().body == "early");
    CHECK(client.read().body == "GET /next");
  }
  SUBCASE("a small body that arrives later is skipped") {
    auto client = it.connect();
    const auto smuggled = get("/smuggled");
    const auto whole = post("/early", smuggled);
    CHECK(client.exchange(whole.substr(0, whole.size() - smuggled.size())).body == "early");
    client.send(smuggled.substr(0, 10));
    client.send(smuggled.substr(10) + get("/next"));
    CHECK(client.read().body == "GET /next");
  }
  SUBCASE("a chunked body is skipped") {
    auto client = it.connect();
    client.send(
        "POST /early HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\n0\r\n\r\n" +
        get("/next"));
    CHECK(client.read().body == "early");
    CHECK(client.read().body == "GET /next");
  }
  SUBCASE("a large body ends the connection") {
    auto client = it.connect();
    client.send(post("/early", std::string(100'000, 'x')));
    const auto answer = client.read();
    CHECK(answer.body == "early");
    CHECK(answer.header("Connection") == "close");
    CHECK(client.is_closed_by_server());
  }
  SUBCASE("a large chunked body ends the connection") {
    auto client = it.connect();
    client.send(
        "POST /early HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "10001\r\n" +
        std::string(0x10001, 'x') + "\r\n0\r\n\r\n" + get("/smuggled"));
    CHECK(client.read().body == "early");
    CHECK(client.is_closed_by_server());
  }
  CHECK(it.handler.handled <= 1);
}

TEST_CASE("http: exceptions of the application are answered by it, and the connection is kept") {
  TestServer it;
  auto client = it.connect();
  CHECK(client.exchange(get("/throw")).body == "failed: handle");
  CHECK(client.exchange(get("/plan-throw")).body == "failed: plan");
  CHECK(client.exchange(get("/")).status == 200);
}

TEST_CASE("http: a response with a line break in a field is not sent") {
  TestServer it;
  const auto answer = it.connect().exchange(get("/inject"));
  CHECK(answer.status == 500);
  CHECK(answer.count("X-Injected") == 0);
}

TEST_CASE("http: every response disables content sniffing, including refusals of the server") {
  TestServer it;
  const std::vector<std::pair<std::string, unsigned>> requests{
      {get("/"), 200},
      {get("/empty"), 204},
      {get("/storage"), 200},
      {get("/early"), 404},
      {get("/throw"), 500},
      {get("/inject"), 500},
      {"nonsense\r\n\r\n", 400},
      {get("/" + std::string(10'000, 'x')), 414},
      {get("/", "X: " + std::string(20'000, 'x') + "\r\n"), 431},
      {post("/", std::string(2000, 'x')), 413},
      {get("/", "Expect: wonders\r\n"), 417}};
  for (const auto& [request, status] : requests) {
    const auto& captured = status;
    CAPTURE(captured);
    const auto answer = it.connect().exchange(request);
    CHECK(answer.status == status);
    CHECK(answer.count("X-Content-Type-Options") == 1);
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.count("Strict-Transport-Security") == 0);
  }
}

// The state machine of a connection, without sockets: input events and resulting actions.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "machine_driver.hpp"
#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;
using gatehouse::http::server::Action;

namespace {

struct Machine {
  explicit Machine(const ServerOptions& options = test_options(), bool is_encrypted = false)
      : driver(Mux(handler), options, {}, is_encrypted) {
    driver.start();
  }

  /// The responses received since the last call, without variable parts: ids and dates.
  std::string taken() {
    std::string text = driver.taken();
    for (const char* name : {"X-Request-Id: ", "Date: "}) {
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.erase(at, text.find("\r\n", at) + 2 - at);
      }
    }
    return text;
  }

  TestHandler handler;
  MachineDriver driver;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("machine: after the response to a request the next request is read") {
  Machine it;
  CHECK(it.driver.last_action() == Action::read);
  CHECK(it.driver.machine().is_idle());
  it.driver.send(get("/"));
  const std::string answer = it.taken();
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(answer.ends_with("\r\n\r\nGET /"));
  CHECK(it.driver.last_action() == Action::read);
  CHECK(it.driver.machine().is_idle());
  CHECK(it.driver.in_flight() == 0);
}

TEST_CASE("machine: pipelined requests are answered one after another, in order") {
  Machine it;
  it.driver.send(get("/a") + post("/echo", "hello") + get("/early") + get("/b"));
  const std::string answers = it.taken();
  CHECK(count(answers, "HTTP/1.1 ") == 4);
  const auto a = answers.find("GET /a");
  const auto b = answers.find("POST /echo [5] hello");
  const auto c = answers.find("early");
  const auto d = answers.find("GET /b");
  CHECK((a < b && b < c && c < d && d != std::string::npos));
}

TEST_CASE("machine: the result is independent of the segmentation of the octets") {
  const std::vector<std::string> streams{
      get("/") + post("/echo", "hello"),
      "\r\nGET / HTTP/1.0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n" +
          get("/"),
      "POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + get("/"),
      "POST /unkept HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + get("/"),
      "POST /guarded HTTP/1.1\r\nHost: x\r\nX-Token: y\r\nContent-Length: 2\r\n\r\nok" + get("/"),
      "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
      post("/echo", std::string(2000, 'x')),
      "GET /\n\n",
      "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + get("/"),
      get("/", "Expect: a-miracle\r\n"),
      get("/parts"),
  };
  for (const std::string& stream : streams) {
    CAPTURE(stream);
    Machine whole;
    whole.driver.send(stream);
    whole.driver.run_lane(10);
    const std::string expected = whole.taken();
    Machine pieces;
    for (const char octet : stream) {
      pieces.driver.send(std::string_view(&octet, 1));
      pieces.driver.run_lane(10);
    }
    CHECK(pieces.taken() == expected);
    CHECK(pieces.driver.is_closed() == whole.driver.is_closed());
    CHECK(pieces.driver.last_action() == whole.driver.last_action());
    for (std::size_t at = 1; at < stream.size(); ++at) {
      Machine halves;
      halves.driver.send(std::string_view(stream).substr(0, at));
      halves.driver.run_lane(10);
      halves.driver.send(std::string_view(stream).substr(at));
      halves.driver.run_lane(10);
      REQUIRE(halves.taken() == expected);
    }
  }
}

TEST_CASE("machine: 100 Continue is sent if the body has not arrived with the header") {
  Machine it;
  it.driver.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(it.taken() == "HTTP/1.1 100 Continue\r\n\r\n");
  it.driver.send("ok");
  CHECK(it.taken().ends_with("[2] ok"));
}

TEST_CASE("machine: while a pool handles a request nothing is read") {
  Machine it;
  it.driver.send(get("/storage") + get("/second"));
  REQUIRE(it.driver.waiting_pool());
  CHECK(*it.driver.waiting_pool() == Pool::storage);
  CHECK(it.driver.last_action() == Action::submit);
  CHECK(it.driver.in_flight() == 1);
  CHECK(it.taken().empty());
  // Deadlines of the client are suspended while the server works.
  it.driver.pass(std::chrono::hours(1));
  CHECK(!it.driver.is_closed());
  it.driver.run_lane();
  const std::string answers = it.taken();
  CHECK(answers.find("GET /storage") < answers.find("GET /second"));
}

TEST_CASE("machine: an earlier response is written before a request is queued for a pool") {
  Machine it;
  it.driver.take_up_to(0);
  it.driver.send(get("/first") + get("/storage"));
  CHECK(it.driver.waiting_pool());
  it.driver.run_lane();
  CHECK(it.driver.last_action() == Action::await_output);
  it.driver.take_up_to(10000);
  const std::string answers = it.taken();
  CHECK(answers.find("GET /first") < answers.find("GET /storage"));
}

TEST_CASE("machine: a handler may queue a request for another pool on behalf of a party") {
  Machine it;
  it.driver.send(get("/go-on", "X-Party: me\r\nX-Matter: it\r\n"));
  REQUIRE(it.driver.waiting_pool());
  CHECK(*it.driver.waiting_pool() == Pool::hashing);
  CHECK(it.driver.waiting_claim().party == "me");
  CHECK(it.driver.waiting_claim().matter == "it");
  it.driver.run_lane();
  CHECK(has(it.taken(), "200 OK"));
}

TEST_CASE("machine: a request without a party is queued under its network") {
  Machine it;
  it.driver.send(get("/mail"));
  CHECK(it.driver.waiting_claim().party == network_of(gatehouse::IpAddress::parse("127.0.0.1")));
}

TEST_CASE("machine: a full pool is answered 503, at once or, for the hashing pools, delayed") {
  Machine it;
  it.driver.fill_lanes(true);
  it.driver.send(get("/storage"));
  CHECK(it.taken().starts_with("HTTP/1.1 503 "));
  it.driver.send(get("/hashing"));
  CHECK(it.taken().empty());
  it.driver.pass(test_options().refusal_delay - 1ms);
  CHECK(it.taken().empty());
  it.driver.pass(1ms);
  CHECK(it.taken().starts_with("HTTP/1.1 503 "));
  CHECK(it.driver.shared().counters.overloaded == 2);
  CHECK(it.driver.last_action() == Action::read);
  it.driver.send(post("/guarded", "body"));
  CHECK(it.taken().starts_with("HTTP/1.1 503 "));
}

TEST_CASE("machine: the body of an unauthenticated request is not read before admission") {
  Machine it;
  it.driver.send("POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
  REQUIRE(it.driver.waiting_pool());
  it.driver.run_lane();
  CHECK(it.taken().starts_with("HTTP/1.1 401 "));
  CHECK(it.driver.last_action() == Action::discard);
}

TEST_CASE("machine: an inactive connection times out, with a response if a request has begun") {
  const ServerOptions options = test_options();
  SUBCASE("a new connection without data") {
    Machine it;
    it.driver.pass(options.header_deadline - 1ms);
    CHECK(!it.driver.is_closed());
    it.driver.pass(1ms);
    CHECK(it.driver.is_closed());
    CHECK(it.driver.taken().empty());
  }
  SUBCASE("between requests") {
    Machine it;
    it.driver.send(get("/"));
    (void)it.taken();
    it.driver.pass(options.idle_deadline - 1ms);
    CHECK(!it.driver.is_closed());
    it.driver.pass(1ms);
    CHECK(it.driver.is_closed());
    CHECK(it.driver.taken().empty());
  }
  SUBCASE("within a header that arrives slowly") {
    Machine it;
    it.driver.send("GET / HT");
    it.driver.pass(options.header_deadline - 1ms);
    it.driver.send("TP/1.1\r\n");
    CHECK(it.taken().empty());
    it.driver.pass(1ms);
    CHECK(has(it.taken(), "408 Request Timeout"));
    CHECK(it.driver.last_action() == Action::discard);
  }
  SUBCASE("within a body") {
    Machine it;
    it.driver.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
    it.driver.pass(options.body_deadline);
    const std::string answer = it.taken();
    CHECK(answer.starts_with("HTTP/1.1 408 "));
    CHECK(has(answer, "Connection: close"));
    CHECK(has(answer, "/echo: the body took too long"));
  }
}

TEST_CASE("machine: after the last response further input is discarded for a while") {
  Machine it;
  it.driver.send(get("/", "Connection: close\r\n") + get("/never"));
  CHECK(count(it.taken(), "HTTP/1.1 ") == 1);
  CHECK(it.driver.last_action() == Action::discard);
  it.driver.send(std::string(512 * 1024, 'x'));
  CHECK(!it.driver.is_closed());
  it.driver.send(std::string(512 * 1024, 'x'));
  CHECK(it.driver.is_closed());
  Machine silent;
  silent.driver.send(get("/", "Connection: close\r\n"));
  silent.driver.pass(1s);
  CHECK(silent.driver.is_closed());
  CHECK(!silent.driver.was_reset());
}

TEST_CASE("machine: a client that does not read its response times out, and is not read from") {
  Machine it;
  it.driver.take_up_to(0);
  it.driver.send(get("/shared") + get("/"));
  CHECK(it.driver.last_action() == Action::await_output);
  CHECK(it.handler.handled == 1);
  SUBCASE("until it reads its response") {
    it.driver.take_up_to(2 * 1024 * 1024);
    CHECK(it.handler.handled == 2);
    CHECK(count(it.taken(), "HTTP/1.1 200") == 2);
  }
  SUBCASE("as long as it makes progress") {
    const auto idle = test_options().idle_deadline;
    for (int i = 0; i < 4; ++i) {
      it.driver.pass(idle - 1ms);
      it.driver.take_up_to(64 * 1024);
    }
    CHECK(!it.driver.is_closed());
    it.driver.pass(idle);
    CHECK(it.driver.is_closed());
  }
}

TEST_CASE("machine: a long response is generated in parts, each after the previous one was sent") {
  Machine it;
  it.driver.send(get("/parts"));
  it.driver.run_lane();
  // The first part is available; the next one is requested.
  CHECK(it.handler.parts == 0);
  REQUIRE(it.driver.waiting_pool());
  it.driver.take_up_to(0);
  it.driver.run_lane();
  CHECK(it.handler.parts == 1);
  CHECK(!it.driver.waiting_pool());
  it.driver.take_up_to(10 * 1024 * 1024);
  it.driver.run_lane(100);
  const std::string answer = it.taken();
  CHECK(it.handler.parts == parts_in_all - 1);
  CHECK(has(answer, "Transfer-Encoding: chunked"));
  CHECK(answer.ends_with("\r\n0\r\n\r\n"));
  CHECK(it.driver.last_action() == Action::read);
  CHECK(it.driver.in_flight() == 0);
}

TEST_CASE("machine: a long response to HTTP/1.0 ends with the connection") {
  Machine it;
  it.driver.send("GET /parts HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  it.driver.run_lane(100);
  const std::string answer = it.taken();
  CHECK(it.handler.parts == parts_in_all - 1);
  CHECK(has(answer, "Connection: close"));
  CHECK(!has(answer, "Transfer-Encoding"));
  CHECK(!answer.ends_with("0\r\n\r\n"));
  CHECK(it.driver.last_action() == Action::discard);
  it.driver.pass(1s);
  CHECK(!it.driver.was_reset());
}

TEST_CASE("machine: a response that cannot be completed is visibly truncated") {
  Machine it;
  it.driver.send(get("/parts?broken"));
  it.driver.run_lane(100);
  CHECK(it.driver.is_closed());
  CHECK(it.driver.was_reset());
  CHECK(it.driver.in_flight() == 0);
  CHECK(!it.taken().ends_with("0\r\n\r\n"));
}

TEST_CASE("machine: a part without a free pool is retried for a limited time") {
  Machine it;
  it.driver.send(get("/parts"));
  it.driver.fill_lanes(true);
  it.driver.run_lane();
  CHECK(!it.driver.waiting_pool());
  it.driver.pass(10ms);
  CHECK(!it.driver.waiting_pool());
  SUBCASE("until a pool is free") {
    it.driver.fill_lanes(false);
    it.driver.pass(10ms);
    CHECK(it.driver.waiting_pool());
  }
  SUBCASE("for the idle timeout of a connection") {
    it.driver.pass(test_options().idle_deadline);
    CHECK(it.driver.is_closed());
    CHECK(it.driver.was_reset());
  }
}

TEST_CASE("machine: a stopping server closes idle connections and answers active requests") {
  SUBCASE("idle") {
    Machine it;
    it.driver.stop();
    CHECK(it.driver.is_closed());
  }
  SUBCASE("in the middle of a header") {
    Machine it;
    it.driver.send("GET / HTTP/1.1\r\n");
    it.driver.stop();
    CHECK(!it.driver.is_closed());
    it.driver.send("Host: x\r\n\r\n");
    CHECK(has(it.taken(), "Connection: close"));
    it.driver.pass(200ms);
    CHECK(it.driver.is_closed());
  }
  SUBCASE("on a pool") {
    Machine it;
    it.driver.send(get("/storage"));
    it.driver.stop();
    CHECK(!it.driver.is_closed());
    it.driver.run_lane();
    CHECK(has(it.taken(), "Connection: close"));
  }
  SUBCASE("waiting for a closed pool") {
    Machine it;
    it.driver.send(get("/storage"));
    it.driver.stop();
    it.driver.turn_away();
    CHECK(has(it.taken(), "the server is stopping"));
  }
  SUBCASE("before a refusal") {
    Machine it;
    it.driver.fill_lanes(true);
    it.driver.send(get("/hashing"));
    it.driver.stop();
    CHECK(it.taken().starts_with("HTTP/1.1 503 "));
  }
  SUBCASE("in a handshake") {
    Machine it(test_options(), true);
    it.driver.stop();
    CHECK(it.driver.is_closed());
    CHECK(!it.driver.was_reset());
  }
}

TEST_CASE("machine: at low memory a slow body is refused, and other connections are closed") {
  Machine it;
  it.driver.send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nslow");
  it.driver.ask_to_give_up();
  CHECK(it.taken().starts_with("HTTP/1.1 503 "));
  Machine writing;
  writing.driver.take_up_to(0);
  writing.driver.send(get("/large"));
  CHECK(writing.driver.machine().owes_answer());
  writing.driver.ask_to_give_up();
  CHECK(writing.driver.is_closed());
}

TEST_CASE("machine: a body without memory is answered 503, and its memory is released") {
  ServerOptions options = test_options();
  options.output_memory = 64 * 1024;
  Machine it(options);
  it.driver.send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
  it.driver.send(std::string(200 * 1024, 'x'));
  CHECK(has(it.taken(), "the server has no memory left for this request"));
  CHECK(it.driver.shared().counters.refused_for_memory == 1);
  CHECK(it.driver.last_action() == Action::discard);
}

TEST_CASE("machine: a discarded body is never answered twice, even without memory") {
  ServerOptions options = test_options();
  options.output_memory = 0;
  Machine it(options);
  it.driver.send("POST /early HTTP/1.1\r\nHost: x\r\nX: " + std::string(9000, 'x') +
                 "\r\nContent-Length: 50000\r\n\r\n");
  const std::string answers = it.taken();
  CHECK(answers.starts_with("HTTP/1.1 404 "));
  CHECK(count(answers, "HTTP/1.1 ") == 1);
  CHECK(it.driver.shared().counters.refused_for_memory == 1);
  CHECK(it.driver.is_closed());
  it.driver.send(std::string(100, 'x'));
  CHECK(it.taken().empty());
}

TEST_CASE("machine: an encrypted connection begins with a handshake") {
  Machine it(test_options(), true);
  CHECK(it.driver.last_action() == Action::shake_hands);
  SUBCASE("followed by requests") {
    it.driver.finish_handshake();
    it.driver.send(get("/"));
    CHECK(has(it.taken(), "Strict-Transport-Security"));
  }
  SUBCASE("a plain-text client is answered in plain text") {
    it.driver.meet_plain_http();
    const std::string answer = it.taken();
    CHECK(answer.starts_with("HTTP/1.1 400 "));
    CHECK(!has(answer, "Strict-Transport-Security"));
  }
  SUBCASE("a handshake that is not completed times out") {
    it.driver.pass(test_options().header_deadline);
    CHECK(it.driver.is_closed());
  }
}

TEST_CASE("machine: every failure of a handler is answered by the handler") {
  Machine it;
  it.driver.send(get("/plan-throw") + get("/throw") + get("/inject"));
  const std::string answers = it.taken();
  CHECK(has(answers, "failed: plan"));
  CHECK(has(answers, "failed: handle"));
  CHECK(has(answers, "failed: an answer has a malformed field"));
  CHECK(!has(answers, "X-Injected"));
  it.driver.send(post("/guarded?throw", "x"));
  it.driver.run_lane();
  CHECK(has(it.taken(), "failed: admit"));
}

TEST_CASE("machine: a client that disconnects leaves no resources behind") {
  Machine it;
  it.driver.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
  CHECK(it.driver.in_flight() == 1);
  it.driver.disconnect();
  CHECK(it.driver.is_closed());
  CHECK(!it.driver.was_reset());
  CHECK(it.driver.in_flight() == 0);
  CHECK(it.handler.handled == 0);
}

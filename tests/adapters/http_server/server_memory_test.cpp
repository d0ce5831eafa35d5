// Streamed responses, shared bodies, and the memory held for clients.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "server_fixture.hpp"
#include "tls_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

std::string all_parts() {
  std::string all;
  for (std::size_t i = 0; i < parts_in_all; ++i) all.append(part_size, letter_of_part(i));
  return all;
}

ServerOptions with_memory(std::size_t octets, std::chrono::milliseconds held_deadline = 1h) {
  auto options = test_options();
  options.output_memory = octets;
  options.held_deadline = held_deadline;
  return options;
}

template <class Condition>
bool comes_true(Condition condition) {
  for (int i = 0; i < 1500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

/// Whether an increasing number stops increasing.
bool comes_to_rest(const std::atomic<std::size_t>& number) {
  return comes_true([&] {
    const std::size_t before = number;
    std::this_thread::sleep_for(200ms);
    return number == before;
  });
}

/// Sends a body of that size except for its last octet.
void send_unfinished(HttpClient& client, std::size_t size) {
  client.send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) +
              "\r\n\r\n" + std::string(size - 1, 'b'));
}

}  // namespace

TEST_CASE("parts: a streamed response is chunked, and another request follows it") {
  TestServer it;
  auto client = it.connect();
  client.send(get("/parts") + get("/next"));
  const auto answer = client.read();
  CHECK(answer.status == 200);
  CHECK(answer.header("Transfer-Encoding") == "chunked");
  CHECK(answer.count("Content-Length") == 0);
  CHECK(answer.body == all_parts());
  CHECK(client.read().body == "GET /next");
  CHECK(client.exchange(get("/parts")).body == all_parts());
}

TEST_CASE("parts: a streamed response to HTTP/1.0 ends with the connection") {
  TestServer it;
  auto client = it.connect();
  client.send("GET /parts HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const std::string all = client.read_to_end();
  CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(all.find("Transfer-Encoding") == std::string::npos);
  CHECK(all.find("Content-Length") == std::string::npos);
  CHECK(all.find("Connection: close\r\n") != std::string::npos);
  CHECK(all.ends_with("\r\n\r\n" + all_parts()));
}

TEST_CASE("parts: a response to HEAD has no parts, and none are generated") {
  TestServer it;
  auto client = it.connect();
  client.send("HEAD /parts HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read(HttpClient::Method::head).status == 200);
  CHECK(client.exchange(get("/next")).body == "GET /next");
  CHECK(it.handler.parts == 0);
}

TEST_CASE("parts: if a part cannot be generated, the response is visibly incomplete") {
  TestServer it;
  auto client = it.connect();
  client.send(get("/parts?broken"));
  CHECK_THROWS_AS((void)client.read(), HttpClientError);
  auto old = it.connect();
  old.send("GET /parts?broken HTTP/1.0\r\n\r\n");
  CHECK_THROWS_AS((void)old.read_to_end(), HttpClientError);
  const TlsServer tls;
  auto encrypted = tls.connect();
  encrypted.send(get("/parts?broken"));
  CHECK_THROWS_AS((void)encrypted.read(), HttpClientError);
  CHECK(it.connect().exchange(get("/next")).status == 200);
}

TEST_CASE("parts: they are sent over TLS as well") {
  const TlsServer it;
  auto client = it.connect();
  CHECK(client.exchange(get("/parts")).body == all_parts());
  CHECK(client.exchange(get("/shared")).body == std::string(1024 * 1024, 's'));
  CHECK(client.exchange(get("/next")).body == "GET /next");
}

TEST_CASE("parts: no more are generated than the client reads") {
  TestServer it;
  auto deaf = it.connect();
  deaf.send(get("/parts?endless"));
  CHECK(comes_true([&] { return it.handler.parts > 0; }));
  // The system's buffers fill up.
  CHECK(comes_to_rest(it.handler.parts));
  CHECK(it.server.statistics().held < 512 * 1024);
  // The pool is free for other requests.
  CHECK(it.connect().exchange(get("/storage")).status == 200);
}

TEST_CASE("parts: an endless response ends when the server stops, and is visibly incomplete") {
  auto options = test_options();
  options.stop_deadline = 200ms;
  TestServer it(options);
  auto client = it.connect();
  client.send(get("/parts?endless"));
  CHECK(comes_true([&] { return it.handler.parts > 0; }));
  it.server.stop();
  CHECK_THROWS_AS((void)client.read(), HttpClientError);
}

TEST_CASE("memory: a shared body is held once, whatever the number of slow clients") {
  TestServer it(with_memory(1024 * 1024));
  std::vector<HttpClient> deaf;
  std::string requests;
  for (int i = 0; i < 20; ++i) requests += get("/shared");
  for (int i = 0; i < 30; ++i) {
    deaf.push_back(it.connect());
    deaf.back().send(requests);
  }
  CHECK(it.connect().exchange(get("/shared")).body == std::string(1024 * 1024, 's'));
  CHECK(it.server.statistics().held < 1024 * 1024);
  for (int i = 0; i < 20; ++i) CHECK(deaf.front().read().body.size() == 1024 * 1024);
}

TEST_CASE("memory: requests are not answered before earlier responses are read") {
  TestServer it;
  auto client = it.connect();
  std::string requests;
  for (int i = 0; i < 100; ++i) requests += get("/shared");
  client.send(requests);
  CHECK(comes_true([&] { return it.handler.handled > 0; }));
  CHECK(comes_to_rest(it.handler.handled));
  CHECK(it.handler.handled < 50);
  for (int i = 0; i < 100; ++i) CHECK(client.read().status == 200);
}

TEST_CASE("memory: bodies beyond the limit are refused with 503 until memory is released") {
  TestServer it(with_memory(1024 * 1024));
  std::vector<HttpClient> slow;
  for (int i = 0; i < 3; ++i) {
    // Each connection has all its memory before the next one requests some.
    const std::size_t before = it.server.statistics().held;
    slow.push_back(it.connect());
    send_unfinished(slow.back(), 200'000);
    CHECK(comes_true([&] { return it.server.statistics().held >= before + 190'000; }));
  }
  const std::size_t held_for_slow = it.server.statistics().held;
  auto refused = it.connect();
  send_unfinished(refused, 1'000'000);
  const auto answer = refused.read();
  CHECK(answer.status == 503);
  CHECK(answer.header("Retry-After") == "1");
  CHECK(it.server.statistics().refused_for_memory > 0);
  // The client may receive its response before the memory of its connection is released.
  CHECK(comes_true([&] { return it.server.statistics().held <= held_for_slow + 10'000; }));
  CHECK(it.connect().exchange(post("/", "small")).status == 200);
  for (auto& client : slow) {
    client.send("b");
    CHECK(client.read().status == 200);
  }
  CHECK(comes_true([&] { return it.server.statistics().held == 0; }));
}

TEST_CASE(
    "memory: slow clients that hold much memory are disconnected in favour of an active one") {
  TestServer it(with_memory(1024 * 1024, 200ms));
  std::vector<HttpClient> deaf;
  for (int i = 0; i < 30; ++i) {
    deaf.push_back(it.connect());
    deaf.back().send(get("/parts?endless"));
  }
  std::vector<HttpClient> slow;
  for (int i = 0; i < 10; ++i) {
    slow.push_back(it.connect());
    slow.back().send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" +
                     std::string(60'000, 'b'));
  }
  // A client delayed for long by other load on the machine may be disconnected, too.
  const auto is_answered = [&](const std::string& request, const std::string& body) {
    try {
      const auto answer = it.connect().exchange(request);
      return answer.status == 200 && answer.body == body;
    } catch (const HttpClientError&) {
      return false;
    }
  };
  const std::string sent(200'000, 'b');
  CHECK(comes_true([&] { return is_answered(get("/parts"), all_parts()); }));
  CHECK(
      comes_true([&] { return is_answered(post("/body", sent), "POST /body [200000] " + sent); }));
  CHECK(it.server.statistics().cut_for_memory > 0);
  CHECK(it.server.statistics().held <= 1024 * 1024 + 4 * 2 * part_size);
}

TEST_CASE("memory: a large response without available memory is 503") {
  TestServer it(with_memory(1024 * 1024));
  auto client = it.connect();
  const auto answer = client.exchange(get("/large"));
  CHECK(answer.status == 503);
  CHECK(answer.header("Retry-After") == "1");
  CHECK(client.exchange(get("/")).status == 200);
}

TEST_CASE("memory: an unused body is read and not kept") {
  TestServer it;
  auto client = it.connect();
  CHECK(client.exchange(post("/unkept", "body")).body == "POST /unkept [0]");
  CHECK(client.exchange(get("/")).status == 200);
  CHECK(client.exchange(post("/unkept", std::string(1001, 'b'))).status == 413);
}

TEST_CASE("admission: an unauthenticated request is refused before its body is stored") {
  TestServer it;
  auto client = it.connect();
  client.send("POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
  // Without an octet of the body.
  CHECK(client.read().status == 401);
  auto eager = it.connect();
  eager.send(post("/guarded", std::string(1'000'000, 'b')));
  CHECK(eager.read().status == 401);
  CHECK(it.handler.handled == 0);
  auto known = it.connect();
  const std::string request = post("/guarded", std::string(1'000'000, 'b'), "X-Token: t\r\n");
  CHECK(known.exchange(request).status == 200);
  CHECK(known.exchange(get("/")).status == 200);
}

TEST_CASE("admission: 100 Continue is sent after admission, and never before a refusal") {
  TestServer it;
  auto stranger = it.connect();
  const std::string head =
      "POST /guarded HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n";
  stranger.send(head + "\r\n");
  CHECK(stranger.read().status == 401);
  auto known = it.connect();
  known.send(head + "X-Token: t\r\n\r\n");
  CHECK(known.read().status == 100);
  known.send("body");
  CHECK(known.read().body == "POST /guarded [4] body");
}

TEST_CASE("admission: a request without a body skips it, and a failing check is answered") {
  TestServer it;
  CHECK(it.connect().exchange(get("/guarded")).status == 200);
  CHECK(it.handler.admitted == 0);
  CHECK(it.connect().exchange(post("/guarded?throw", "body")).body == "failed: admit");
}

TEST_CASE("admission: pipelined requests are answered in order") {
  TestServer it;
  auto client = it.connect();
  client.send(post("/guarded", "first", "X-Token: t\r\n") + post("/guarded", "second") +
              get("/third"));
  CHECK(client.read().body == "POST /guarded [5] first");
  CHECK(client.read().status == 401);
  CHECK(client.read().body == "GET /third");
}

#include <string>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

TEST_CASE("pools: a full pool answers 503 with Retry-After") {
  TestServer it;  // one thread for hashing, and one waiting slot
  it.handler.shut_gate();
  auto working = it.connect();
  working.send(get("/hashing?1"));
  it.handler.await_held(1);
  auto waiting = it.connect();
  waiting.send(get("/hashing?2"));
  CHECK_FALSE(waiting.has_input(50ms));

  auto refused = it.connect();
  const auto answer = refused.exchange(get("/hashing?3"));
  CHECK(answer.status == 503);
  CHECK(answer.header("Retry-After") == "1");
  CHECK(answer.count("Retry-After") == 1);
  CHECK(it.server.statistics().overloaded == 1);
  // It is neither an error of the client nor of the other pools.
  CHECK(refused.exchange(get("/")).status == 200);

  it.handler.open_gate();
  CHECK(working.read().body == "GET /hashing?1");
  CHECK(waiting.read().body == "GET /hashing?2");
}

TEST_CASE("pools: without a slot for hashing a request is refused after a delay, or at the stop") {
  ServerOptions options = test_options();
  options.refusal_delay = 1h;
  TestServer it(options);
  it.handler.shut_gate();
  auto working = it.connect();
  working.send(get("/hashing"));
  it.handler.await_held(1);
  auto waiting = it.connect();
  waiting.send(get("/hashing"));
  CHECK_FALSE(waiting.has_input(50ms));
  auto refused = it.connect();
  refused.send(get("/hashing") + get("/next"));
  CHECK_FALSE(refused.has_input(100ms));
  CHECK(it.server.statistics().hashing.refused == 1);
  std::thread stopping([&] { it.server.stop(); });
  CHECK(refused.read().status == 503);
  CHECK(refused.is_closed_by_server());
  it.handler.open_gate();
  CHECK(working.read().status == 200);
  CHECK(waiting.read().status == 200);
  stopping.join();
}

TEST_CASE("pools: requests of one pool do not wait for those of another") {
  TestServer it;
  it.handler.shut_gate();
  auto storage = it.connect();
  storage.send(get("/storage"));
  auto hashing = it.connect();
  hashing.send(get("/hashing"));
  auto mail = it.connect();
  mail.send(get("/mail"));
  it.handler.await_held(3);
  CHECK(it.connect().exchange(get("/direct")).body == "GET /direct");
  it.handler.open_gate();
  CHECK(storage.read().status == 200);
  CHECK(hashing.read().status == 200);
  CHECK(mail.read().status == 200);
}

TEST_CASE("pools: the hashing pools have the lowest priority") {
  TestServer it;
  std::atomic<int> nice = 0;
  it.handler.hook = [&] { nice = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); };
  const auto nice_on = [&](std::string_view path) {
    CHECK(it.connect().exchange(get(std::string(path) + "?hook")).status == 200);
    return nice.load();
  };
  const int usual = nice_on("/direct");
  for (const char* path : {"/lookup", "/reading", "/storage", "/mail"}) {
    CHECK_MESSAGE(nice_on(path) == usual, path);
  }
  for (const char* path : {"/hashing", "/verifying"}) CHECK_MESSAGE(nice_on(path) > usual, path);
}

TEST_CASE("pools: a client that disconnects while its request is handled has no effect on others") {
  TestServer it;
  it.handler.shut_gate();
  for (int i = 0; i < 4; ++i) {
    auto client = it.connect();
    client.send(post("/storage", "body"));
    it.handler.await_held(static_cast<std::size_t>(i) + 1);
  }
  it.handler.open_gate();
  CHECK(it.connect().exchange(get("/storage")).status == 200);
}

TEST_CASE("pools: many concurrent connections receive their own responses") {
  TestServer it;
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      auto client = it.connect();
      for (int i = 0; i < 200; ++i) {
        const auto target = "/storage?" + std::to_string(t) + "-" + std::to_string(i);
        const auto body = std::string(static_cast<std::size_t>(i), 'x');
        auto expected = "POST " + target + " [" + std::to_string(i) + "]";
        if (i > 0) expected += " " + body;
        if (client.exchange(post(target, body)).body != expected) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(it.handler.handled == 1600);
}

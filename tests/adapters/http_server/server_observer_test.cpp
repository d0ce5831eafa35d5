// The notifications of observers.
#include <mutex>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

struct Told {
  std::size_t thread;
  unsigned status;
  std::string method;
  std::string remote;
  std::string id;
  std::size_t received;
  std::size_t sent;
};

class Listener final : public Observer {
 public:
  void on_answer(const Exchange& exchange) noexcept override {
    const std::lock_guard lock(mutex_);
    told_.push_back({exchange.thread, exchange.status, std::string(exchange.method),
                     std::string(exchange.remote), std::string(exchange.id), exchange.received,
                     exchange.sent});
  }
  std::vector<Told> told() {
    const std::lock_guard lock(mutex_);
    return told_;
  }

 private:
  std::mutex mutex_;
  std::vector<Told> told_;
};

struct ObservedServer {
  ObservedServer() { server.start(Mux(handler), {&listener}); }
  ~ObservedServer() { handler.open_gate(); }

  TestHandler handler;
  Listener listener;
  Server server{test_options()};
};

}  // namespace

TEST_CASE("observer: it is notified of each response once, in order, with sizes and ids") {
  ObservedServer it;
  HttpClient client(it.server.port());
  const std::string first = get("/");
  const std::string second = post("/echo", "hello", "X-Request-Id: mine\r\n");
  client.send(first + second + get("/early"));
  for (int i = 0; i < 3; ++i) (void)client.read();
  const auto told = it.listener.told();
  REQUIRE(told.size() == 3);
  CHECK(told[0].status == 200);
  CHECK(told[0].method == "GET");
  CHECK(told[0].received == first.size());
  CHECK(told[0].remote == "127.0.0.1");
  CHECK(told[0].thread < it.server.io_threads());
  CHECK(told[0].id.size() == 32);
  CHECK(told[1].method == "POST");
  CHECK(told[1].received == second.size());
  CHECK(told[1].id == "mine");
  CHECK(told[1].sent > 100);
  CHECK(told[2].status == 404);
  CHECK(told[2].id != told[0].id);
}

TEST_CASE("observer: the id of a request is kept when its body arrives later") {
  ObservedServer it;
  HttpClient client(it.server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\nContent-Length: 5\r\n\r\n");
  CHECK_FALSE(client.has_input(50ms));
  client.send("hello");
  CHECK(client.read().header("X-Request-Id") == "mine");
}

TEST_CASE("observer: it is notified of malformed requests, without a method") {
  ObservedServer it;
  HttpClient client(it.server.port());
  CHECK(client.exchange("nonsense\r\n\r\n").status == 400);
  const auto told = it.listener.told();
  REQUIRE(told.size() == 1);
  CHECK(told[0].status == 400);
  CHECK(told[0].method.empty());
}

TEST_CASE("statistics: the numbers of requests in pools and in flight are current") {
  ObservedServer it;  // one thread for hashing, and one waiting slot
  it.handler.shut_gate();
  HttpClient working(it.server.port());
  working.send(get("/hashing"));
  it.handler.await_held(1);
  HttpClient waiting(it.server.port());
  waiting.send(get("/hashing"));
  CHECK_FALSE(waiting.has_input(50ms));
  HttpClient refused(it.server.port());
  CHECK(refused.exchange(get("/hashing")).status == 503);
  const ServerStatistics now = it.server.statistics();
  CHECK(now.in_flight == 2);
  CHECK(now.hashing.running == 1);
  CHECK(now.hashing.waiting == 1);
  CHECK(now.hashing.refused == 1);
  CHECK(now.hashing.capacity == 2);
  it.handler.open_gate();
  (void)working.read();
  (void)waiting.read();
  CHECK(it.server.statistics().in_flight == 0);
}

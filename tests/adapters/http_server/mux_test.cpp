// The mapping of paths to handlers.
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/http_server/labels.hpp>
#include <gatehouse/http_server/mux.hpp>

#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

/// Answers with its name, and refusals of the server with its name and the status.
class NamedHandler final : public Handler {
 public:
  explicit NamedHandler(std::string name) : name_(std::move(name)) {}

  std::variant<Plan, Response> plan(const Request&) override { return Plan{.body_limit = 10}; }
  std::variant<Plan, Response> handle(const Request&, Plan&) override { return named(200, name_); }
  Response refuse(unsigned status, std::string_view path, std::string_view) override {
    return named(status, name_ + " refuses " + std::string(path));
  }
  Response failure(const Request&) noexcept override { return named(500, name_); }

 private:
  static Response named(unsigned status, std::string name) {
    Response response;
    response.status = status;
    response.body = std::move(name);
    return response;
  }

  const std::string name_;
};

struct MuxedServer {
  MuxedServer() {
    Mux mux(fallback);
    mux.mount("/gate/", gate, Mux::Requests::relayed).mount("/healthz", page);
    server.start(mux);
  }

  HttpAnswer ask(const std::string& request) const {
    HttpClient client(server.port());
    client.send(request);
    return client.read();
  }

  NamedHandler fallback{"fallback"};
  NamedHandler gate{"gate"};
  NamedHandler page{"page"};
  Server server{test_options()};
};

}  // namespace

TEST_CASE(
    "mux: a pattern with a trailing slash matches all paths below it, others match one path") {
  NamedHandler fallback("fallback");
  NamedHandler gate("gate");
  NamedHandler page("page");
  Mux mux(fallback);
  mux.mount("/gate/", gate).mount("/healthz", page);
  CHECK(&mux.find("/gate/") == &gate);
  CHECK(&mux.find("/gate/project/proxy") == &gate);
  CHECK(&mux.find("/healthz") == &page);
  CHECK(&mux.find("/healthz/") == &page);
  for (const char* path : {"", "*", "/", "/gate", "/gates", "/Gate/x", "/%67ate/x", "/healthz//",
                           "/healthzz", "/healthz/x", "/x/healthz"}) {
    CAPTURE(path);
    CHECK(&mux.find(path) == &fallback);
  }
}

TEST_CASE("mux: the longest matching pattern is used, independent of the order of mounting") {
  NamedHandler fallback("fallback");
  NamedHandler all("all");
  NamedHandler longer("longer");
  NamedHandler longest("longest");
  Mux mux(fallback);
  mux.mount("/a/", all).mount("/a/b/c/", longest).mount("/a/b/", longer);
  CHECK(&mux.find("/a/b/c/d") == &longest);
  CHECK(&mux.find("/a/b/d") == &longer);
  CHECK(&mux.find("/a/c") == &all);
}

TEST_CASE("mux: a pattern has one handler") {
  NamedHandler fallback("fallback");
  NamedHandler handler("handler");
  Mux mux(fallback);
  mux.mount("/a/", handler);
  CHECK_THROWS_AS(mux.mount("/a/", fallback), std::logic_error);
  CHECK(&mux.find("/a/x") == &handler);
}

TEST_CASE("mux: relayed requests have one prefix, which ends with a slash") {
  NamedHandler handler("handler");
  Mux mux(handler);
  CHECK_THROWS_AS(mux.mount("/gate", handler, Mux::Requests::relayed), std::logic_error);
  CHECK(mux.relayed_prefix().empty());
  mux.mount("/gate/", handler, Mux::Requests::relayed);
  CHECK(mux.relayed_prefix() == "/gate/");
  CHECK_THROWS_AS(mux.mount("/other/", handler, Mux::Requests::relayed), std::logic_error);
}

TEST_CASE("mux: each request is answered or refused by the handler of its path") {
  const MuxedServer it;
  CHECK(it.ask(get("/gate/a/b")).body == "gate");
  CHECK(it.ask(get("/healthz")).body == "page");
  CHECK(it.ask(get("/")).body == "fallback");
  CHECK(it.ask(post("/healthz", "more than ten octets")).body == "page refuses /healthz");
  CHECK(it.ask(post("/gate/a", "more than ten octets")).body == "gate refuses /gate/a");
  CHECK(it.ask(post("/x", "more than ten octets")).body == "fallback refuses /x");
}

TEST_CASE("mux: a malformed request goes to the fallback, a relayed one to its handler") {
  const MuxedServer it;
  CHECK(it.ask("GET /{ HTTP/1.1\r\nHost: x\r\n\r\n").body == "fallback refuses ");
  CHECK(it.ask("GET /gate/{ HTTP/1.1\r\n\r\n").body.starts_with("gate refuses /gate/"));
}

TEST_CASE("labels: texts and ids are found by their names") {
  Labels labels;
  CHECK(labels.begin() == labels.end());
  labels.add("role", "admin");
  labels.add("account", LabelId{1, 2, 3});
  CHECK(labels.text("role") == "admin");
  CHECK(labels.text("account").empty());
  CHECK(labels.text("verdict").empty());
  REQUIRE(labels.find("account") != nullptr);
  CHECK(std::get<LabelId>(*labels.find("account"))[1] == 2);
  CHECK(labels.end() - labels.begin() == 2);
}

// Cross-origin resource sharing, by the Fetch standard.
#include <map>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/http_server/cross_origin.hpp>

#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

const std::string allowed = "https://app.example.com";
const std::string also_allowed = "http://localhost:3000";
const std::string allow_origin = "Access-Control-Allow-Origin";

CrossOriginOptions options_for(std::vector<std::string> origins) {
  return {.origins = std::move(origins),
          .request_fields = "Authorization, Content-Type",
          .response_fields = "Retry-After, X-Request-Id",
          .max_age = std::chrono::seconds(600)};
}

std::string from(const std::string& origin) { return "Origin: " + origin + "\r\n"; }

/// A server whose paths below /other are not shared.
class SharedServer {
 public:
  explicit SharedServer(std::vector<std::string> origins,
                        const ServerOptions& server_options = test_options())
      : shared_(handler, options_for(std::move(origins))), server_(server_options) {
    Mux mux(shared_);
    mux.mount("/other/", handler);
    server_.start(mux);
  }
  ~SharedServer() { handler.open_gate(); }

  [[nodiscard]] HttpClient connect() const { return HttpClient(server_.port()); }
  [[nodiscard]] HttpAnswer ask(const std::string& request) const {
    return connect().exchange(request);
  }

  TestHandler handler;

 private:
  CrossOrigin shared_;
  Server server_;
};

std::string options_request(const std::string& path, const std::string& fields) {
  return "OPTIONS " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
}

/// The fields of sharing in a response, and Vary.
std::map<std::string, std::string> sharing(const HttpAnswer& answer) {
  std::map<std::string, std::string> found;
  for (const auto& [name, value] : answer.headers) {
    if (name.starts_with("Access-Control-") || name == "Vary") {
      CHECK(found.emplace(name, value).second);
    }
  }
  return found;
}

using SharingFields = std::map<std::string, std::string>;

const SharingFields only_vary{{"Vary", "Origin"}};

SharingFields fields_for(const std::string& origin) {
  return {{allow_origin, origin},
          {"Access-Control-Allow-Credentials", "true"},
          {"Access-Control-Expose-Headers", "Retry-After, X-Request-Id"},
          {"Vary", "Origin"}};
}

}  // namespace

TEST_CASE("cross-origin: each allowed origin is named in the responses to its own requests") {
  const SharedServer it({allowed, also_allowed});
  for (const std::string& origin : {allowed, also_allowed}) {
    CAPTURE(origin);
    const auto answer = it.ask(get("/echo", from(origin)));
    CHECK(answer.status == 200);
    CHECK(answer.body == "GET /echo");
    CHECK(sharing(answer) == fields_for(origin));
  }
}

TEST_CASE("cross-origin: other origins, and requests without one, get the response alone") {
  const SharedServer it({allowed, also_allowed});
  const auto without = it.ask(get("/echo"));
  CHECK(sharing(without) == only_vary);
  for (const std::string other :
       {"https://evil.example", "http://app.example.com", "https://app.example.com:8443",
        "https://app.example.com/", "https://app.example.com.evil.example",
        "https://APP.example.com", "https://app.example.co", "null", "*",
        "https://app.example.com, http://localhost:3000"}) {
    CAPTURE(other);
    const auto answer = it.ask(get("/echo", from(other)));
    CHECK(answer.status == 200);
    CHECK(answer.body == without.body);
    CHECK(sharing(answer) == only_vary);
  }
  CHECK(sharing(it.ask(get("/echo", from(allowed) + from(allowed)))) == only_vary);
}

TEST_CASE("cross-origin: a preflight request of an allowed origin is answered for any path") {
  const SharedServer it({allowed});
  for (const std::string path : {"/echo", "/early", "/throw", "/storage"}) {
    CAPTURE(path);
    const auto answer = it.ask(options_request(
        path, from(allowed) + "Access-Control-Request-Method: PUT\r\n"
                              "Access-Control-Request-Headers: authorization,content-type\r\n"));
    CHECK(answer.status == 204);
    CHECK(answer.body.empty());
    SharingFields wanted = fields_for(allowed);
    wanted["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE";
    wanted["Access-Control-Allow-Headers"] = "Authorization, Content-Type";
    wanted["Access-Control-Max-Age"] = "600";
    CHECK(sharing(answer) == wanted);
  }
  CHECK(it.handler.handled == 0);
}

TEST_CASE("cross-origin: OPTIONS reaches the handler unless it is a preflight request") {
  const SharedServer it({allowed});
  const std::string method = "Access-Control-Request-Method: PUT\r\n";
  for (const std::string& fields :
       {std::string(), from(allowed), method, from("https://evil.example") + method,
        from("null") + method, from(allowed) + from("https://evil.example") + method}) {
    CAPTURE(fields);
    const auto answer = it.ask(options_request("/echo", fields));
    CHECK(answer.status == 200);
    CHECK(answer.body == "OPTIONS /echo");
    CHECK(sharing(answer) == (fields == from(allowed) ? fields_for(allowed) : only_vary));
  }
  const auto get_with_method = it.ask(get("/echo", from(allowed) + method));
  CHECK(get_with_method.body == "GET /echo");
}

TEST_CASE("cross-origin: refusals and failures of every kind can be read by an allowed origin") {
  ServerOptions options = test_options();
  options.output_memory = 1024 * 1024;
  options.storage = {.threads = 1, .queue = 0};
  SharedServer it({allowed}, options);
  const auto check = [&](const HttpAnswer& answer, unsigned status) {
    CHECK(answer.status == status);
    CHECK(sharing(answer) == fields_for(allowed));
  };
  check(it.ask(get("/early", from(allowed))), 404);
  check(it.ask(get("/throw", from(allowed))), 500);
  check(it.ask(get("/plan-throw", from(allowed))), 500);
  check(it.ask(post("/guarded", "a body", from(allowed))), 401);
  check(it.ask(post("/echo", std::string(2000, 'x'), from(allowed))), 413);
  check(it.ask("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + from(allowed) +
               "\r\n7D0\r\n" + std::string(2000, 'x') + "\r\n0\r\n\r\n"),
        413);
  check(it.ask("GET /echo HTTP/1.1\r\nHost: x\r\nExpect: magic\r\n" + from(allowed) + "\r\n"), 417);
  // Without memory for the response.
  check(it.ask(get("/large", from(allowed))), 503);
  // Without a thread for the request.
  it.handler.shut_gate();
  auto first = it.connect();
  first.send(get("/storage", from(allowed)));
  it.handler.await_held(1);
  check(it.ask(get("/storage", from(allowed))), 503);
  it.handler.open_gate();
  check(first.read(), 200);
}

TEST_CASE("cross-origin: a request that cannot be parsed has no origin") {
  const SharedServer it({allowed});
  const auto answer = it.ask("GET /echo HTTP/1.1\r\n" + from(allowed) + "\r\n");
  CHECK(answer.status == 400);
  CHECK(sharing(answer).empty());
}

TEST_CASE("cross-origin: responses in parts and to HEAD have the fields") {
  const SharedServer it({allowed});
  CHECK(sharing(it.ask(get("/parts", from(allowed)))) == fields_for(allowed));
  auto client = it.connect();
  client.send("HEAD /echo HTTP/1.1\r\nHost: x\r\n" + from(allowed) + "\r\n");
  CHECK(sharing(client.read(HttpClient::Method::head)) == fields_for(allowed));
}

TEST_CASE("cross-origin: all origins are allowed without credentials") {
  const SharedServer it({"*"});
  const SharingFields wanted{{allow_origin, "*"},
                             {"Access-Control-Expose-Headers", "Retry-After, X-Request-Id"}};
  for (const std::string& fields : {std::string(), from("https://a.example"), from("null")}) {
    CAPTURE(fields);
    CHECK(sharing(it.ask(get("/echo", fields))) == wanted);
  }
  const auto preflight = it.ask(options_request(
      "/echo", from("https://a.example") + "Access-Control-Request-Method: DELETE\r\n"));
  CHECK(preflight.status == 204);
  CHECK(preflight.header(allow_origin) == "*");
  CHECK(preflight.count("Access-Control-Allow-Credentials") == 0);
  CHECK(preflight.header("Access-Control-Allow-Methods").find("DELETE") != std::string::npos);
}

TEST_CASE("cross-origin: handlers at other paths are not shared") {
  const SharedServer it({allowed});
  const auto answer = it.ask(get("/other/echo", from(allowed)));
  CHECK(answer.status == 200);
  CHECK(sharing(answer).empty());
  CHECK(
      it.ask(options_request("/other/x", from(allowed) + "Access-Control-Request-Method: GET\r\n"))
          .body == "OPTIONS /other/x");
}

TEST_CASE("cross-origin: options that would break the fields of a response are refused") {
  TestHandler handler;
  for (const std::string wrong : {"", "https://a.example\r\nSet-Cookie: x=1"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(CrossOrigin(handler, options_for({wrong})), std::logic_error);
  }
  CHECK_THROWS_AS(CrossOrigin(handler, options_for({allowed, "*"})), std::logic_error);
  CrossOriginOptions options = options_for({allowed});
  options.request_fields = "A\nB";
  CHECK_THROWS_AS(CrossOrigin(handler, options), std::logic_error);
}

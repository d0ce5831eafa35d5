// The directory of the account API: its list of resources, and ping.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <set>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

TEST_CASE("directory: the list names every resource of the account API as OPTIONS describes it") {
  ApiClient client = shared_installation().connect();
  const auto list = client.get("/api/v1");
  check_success(list, 200);
  std::set<std::string> listed;
  for (const auto& item : list.content().as_array()) {
    CHECK(names(item) == std::set<std::string>{"name", "path", "details", "methods", "type"});
    const std::string path(item.at("path").as_string());
    CAPTURE(path);
    CHECK(listed.insert(path).second);
    const auto described = client.options(target_of(path));
    REQUIRE(described.status == 200);
    for (const std::string& member : names(item)) {
      CHECK(item.at(member) == described.body.at(member));
    }
  }
  const auto document = client.get("/openapi.json");
  std::set<std::string> wanted;
  for (const std::string& path : names(document.body.at("paths"))) {
    if (path.starts_with("/api/v1")) wanted.insert(path);
  }
  CHECK(listed == wanted);
  CHECK(listed.contains("/api/v1"));
  CHECK(client.get("/api/v1/").http.body == list.http.body);
}

TEST_CASE("directory: ping is answered in the envelope") {
  ApiClient client = shared_installation().connect();
  const auto reply = client.get("/api/v1/ping");
  check_success(reply, 200);
  CHECK(reply.http.body == R"({"meta":{"params":{"indent":0}},"content":"pong"})");
  CHECK(client.get("/api/v1/ping/").http.body == reply.http.body);
  CHECK(
      client.get("/api/v1/ping?indent=1").http.body ==
      "{\n \"meta\": {\n  \"params\": {\n   \"indent\": 1\n  }\n },\n \"content\": \"pong\"\n}\n");
  check_faults(client.get("/api/v1/ping?indent=x"), {"indent"});
}

TEST_CASE("directory: both need no token, whatever is sent as one, and can only be read") {
  ApiClient client = shared_installation().connect();
  for (const std::string path : {"/api/v1", "/api/v1/ping"}) {
    CAPTURE(path);
    const auto reply = client.get(path);
    CHECK(client.get(path, "Bearer unknown").http.body == reply.http.body);
    const auto head = client.send({.method = "HEAD", .target = path});
    CHECK(head.status == 200);
    CHECK(head.http.header("Content-Length") == std::to_string(reply.http.body.size()));
    CHECK(check_error(client.post(path, "{}"), 405).http.header("Allow") == "GET, HEAD, OPTIONS");
  }
}

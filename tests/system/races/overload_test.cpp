// A server with more requests than it can handle.
#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// The first 503 that a client gets while the others wait.
std::optional<HttpAnswer> first_refusal(std::deque<HttpClient>& waiting) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    for (HttpClient& client : waiting) {
      if (!client.has_input(std::chrono::milliseconds(0))) continue;
      HttpAnswer answer = client.read();
      if (answer.status == 503) return answer;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("overload: only logins without a queue slot are 503, with Retry-After") {
  // One hashing thread, with slow hashing.
  Installation site(
      {"--hashing-threads", "1", "--argon2-memory-kib", "65536", "--argon2-iterations", "4"});
  // Another login would be queued as well.
  const std::string token = site.root().token;
  const std::string body = login_body("nobody@example.org", "123");
  const std::string request =
      "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  std::deque<HttpClient> waiting;
  for (int i = 0; i < 300; ++i) waiting.emplace_back(site.server().port()).send(request);

  const auto refusal = first_refusal(waiting);
  REQUIRE(refusal.has_value());
  CHECK(refusal->header("Retry-After") == "1");
  CHECK(refusal->count("Retry-After") == 1);
  CHECK(refusal->header("Content-Type") == "application/json");
  CHECK(refusal->body.find("\"code\":\"service_unavailable\"") != std::string::npos);
  check_success(site.connect().get("/api/v1/me", token), 200);
  // The responses are not read.
  site.server().kill();
}

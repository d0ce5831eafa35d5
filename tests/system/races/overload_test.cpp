// A server that is asked for more than it can do.
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

/// The first 503 that one of them is sent while the others wait.
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

TEST_CASE(
    "overload: logins that find no room are 503, told when to come back, and nobody else is") {
  // One thread for passwords, each of which takes it long.
  Installation site(
      {"--hashing-threads", "1", "--argon2-memory-kib", "65536", "--argon2-iterations", "4"});
  // A login of our own would wait with the others.
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
  // Nobody waits for the answers.
  site.server().kill();
}

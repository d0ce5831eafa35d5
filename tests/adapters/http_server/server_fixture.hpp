/// A server on a free port, with an application whose paths have one behaviour each.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <gatehouse/http_server/server.hpp>

#include "support/http_client.hpp"

namespace gatehouse::http::testing {

using gatehouse::testing::HttpAnswer;
using gatehouse::testing::HttpClient;
using gatehouse::testing::HttpClientError;
using namespace std::chrono_literals;

/// `/`, `/echo`: returns `method path?query [length] body`; up to 1000 octets of body.
/// `/lookup`, `/reading`, `/storage`, `/hashing`, `/verifying`, `/mail`: the same on a pool,
/// blocked while the gate is shut.
/// `/shared`: 1 MiB shared by all responses. `/parts`: 20 parts of 100 KiB, each of one letter; an
/// unlimited number with the query `endless`; with `broken`, generating the third one fails.
/// `/guarded`: 401 before the body without X-Token, decided on the storage pool.
/// `/body`: up to 1 MiB of body. `/unkept`: the content of its body is ignored.
/// `/claim`: on the pool of logins, with the claim given by X-Known, X-Party and X-Matter.
/// `/go-on`: the same, after a first half on the thread of the connection.
/// `/early`: answered 404 before the body. `/large`: 8 MiB. `/throw`: fails. `/plan-throw`: its
/// plan fails. `/inject`: a response with a line break in a field. `/empty`: 204.
class TestHandler final : public Handler {
 public:
  std::variant<Plan, Response> plan(const Request& head) override;
  std::optional<Response> admit(const Request& head, Plan& plan) override;
  std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  Response refuse(unsigned status, std::string_view path, std::string_view detail) override;
  Response failure(const Request& request) noexcept override;

  void shut_gate();
  void open_gate();
  /// Returns when that many requests are blocked at the gate.
  void await_held(std::size_t count);
  /// The queries of the requests at the gate, in order, separated by spaces.
  [[nodiscard]] std::string order();

  std::atomic<std::size_t> handled = 0;
  std::atomic<std::size_t> admitted = 0;
  std::atomic<std::size_t> parts = 0;
  /// Called for every request with the query `hook`; must be set before the first one.
  std::function<void()> hook;

 private:
  void pass_gate(std::string_view query);

  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  std::size_t held_ = 0;
  std::string order_;
};

/// The parts of `/parts`.
inline constexpr std::size_t part_size = std::size_t{100} * 1024;
inline constexpr std::size_t parts_in_all = 20;
[[nodiscard]] char letter_of_part(std::size_t number);

/// Long deadlines, which do not expire in tests unless they set shorter ones.
[[nodiscard]] ServerOptions test_options();

struct TestServer {
  explicit TestServer(const ServerOptions& options = test_options())
      : server(options, Mux(handler)) {}
  ~TestServer() { handler.open_gate(); }

  [[nodiscard]] HttpClient connect() const { return HttpClient(server.port()); }

  TestHandler handler;
  Server server;
};

/// A request with the required Host field; `fields` are complete lines.
[[nodiscard]] std::string get(std::string_view target, std::string_view fields = {});
[[nodiscard]] std::string post(std::string_view target, std::string_view body,
                               std::string_view fields = {});

}  // namespace gatehouse::http::testing

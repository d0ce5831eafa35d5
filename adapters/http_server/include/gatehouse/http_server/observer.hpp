/// Observers of requests and responses, for metrics and logs.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include <gatehouse/http_server/message.hpp>

namespace gatehouse::http {

/// A request and its response. The views are valid during the call only.
struct Exchange {
  /// Number of the I/O thread that sent the response, less than Server::io_threads().
  std::size_t thread = 0;
  const RequestLabels& labels;
  unsigned status = 0;
  /// Whether the connection was aborted after the status was sent, before the response was
  /// complete.
  bool is_cut = false;
  /// Empty if the request could not be parsed.
  std::string_view method;
  std::string_view remote;
  std::string_view id;
  /// From the end of the request header to the start of sending the response; zero without a
  /// header.
  std::chrono::nanoseconds duration{};
  /// Octets of the request, as far as it was read, and of the response, including headers.
  std::size_t received = 0;
  std::size_t sent = 0;
};

class Observer {
 public:
  virtual ~Observer() = default;

  /// Called on the I/O thread, once for each response, in the order of that thread. Must not block.
  virtual void on_answer(const Exchange& exchange) noexcept = 0;
};

}  // namespace gatehouse::http

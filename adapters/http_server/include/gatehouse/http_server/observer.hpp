/// Who is told of every answer: counts, logs.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include <gatehouse/http_server/message.hpp>

namespace gatehouse::http {

/// A request and its answer. Views live as long as the call.
struct Exchange {
  /// Of the I/O thread that answered, below Server::io_threads().
  std::size_t thread = 0;
  const RequestLabels& labels;
  unsigned status = 0;
  /// The connection was cut before the whole answer, whose status had been sent, was made.
  bool is_cut = false;
  /// Empty where the request was not understood.
  std::string_view method;
  std::string_view remote;
  std::string_view id;
  /// From the whole header to the answer, which is then on its way; zero where no header was.
  std::chrono::nanoseconds duration{};
  /// Octets of the request as it came, as far as it was read, and of the answer, both with header.
  std::size_t received = 0;
  std::size_t sent = 0;
};

class Observer {
 public:
  virtual ~Observer() = default;

  /// Called on the I/O thread, once for each answer, in the thread's own order; must not block.
  virtual void on_answer(const Exchange& exchange) noexcept = 0;
};

}  // namespace gatehouse::http

/// Handing a step to another thread where giving up is no choice.
#pragma once

#include <chrono>
#include <new>
#include <thread>

#include <boost/asio/post.hpp>

namespace gatehouse::http::server {

/// As asio::post(), but waits for memory when there is none: the step is the only one that brings a
/// connection, or the server, forward.
template <class Executor, class Step>
void patient_post(const Executor& executor, const Step& step) noexcept {
  for (;;) {
    try {
      boost::asio::post(executor, step);
      return;
    } catch (const std::bad_alloc&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
}

}  // namespace gatehouse::http::server

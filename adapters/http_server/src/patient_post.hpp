/// Posts a step that must not be lost to another thread.
#pragma once

#include <chrono>
#include <new>
#include <thread>

#include <boost/asio/post.hpp>

namespace gatehouse::http::server {

/// Like asio::post(), but retries while memory is exhausted, because the connection or the server
/// cannot proceed without the step.
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
